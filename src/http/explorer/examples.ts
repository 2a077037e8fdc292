/** An operation to try, as both explorers show it. */
export interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const SALES_LINE = {
  type: 'CLOUD',
  title: 'Sales line',
  server: 'sip.example.com',
  login: 'sales',
  password: 'replace-me',
} as const;

/** Adds a line. Sent again, it shows an error. */
export const FIRST_EXAMPLE: Example = {
  title: 'Add a line',
  query: `# Adds a SIP line. Send it a second time to see how a typed error looks.
mutation AddSipLine($input: AddSipLineInput!) {
  addSipLine(input: $input) {
    id
    configId
    type
    title
    server
    login
    regId
  }
}
`,
  variables: { input: SALES_LINE },
};

/** In the order of a tour that starts with an empty portal. */
export const EXAMPLES: readonly Example[] = [
  FIRST_EXAMPLE,
  {
    title: 'Be refused',
    query: `# Refused, with every problem at the path of its field, so that a form can show it there.
mutation AddInvalidLine($input: AddSipLineInput!) {
  addSipLine(input: $input) {
    configId
  }
}
`,
    variables: { input: { type: 'CLOUD', title: ' ', server: '', login: 'sales', password: 'replace-me' } },
  },
  {
    title: 'Add several',
    query: `# Each line has an outcome of its own: the one whose title is taken is null, with an error at its path.
mutation AddSeveralLines($inputs: [AddSipLineInput!]!) {
  addSipLines(inputs: $inputs) {
    configId
    title
  }
}
`,
    variables: {
      inputs: [
        { ...SALES_LINE, title: 'Support line', login: 'support' },
        SALES_LINE,
        { ...SALES_LINE, type: 'OFFICE', title: 'Office PBX', server: 'pbx.example.com', login: 'office' },
      ],
    },
  },
  {
    title: 'List with registrations',
    query: `# The lines with their registrations at the provider. Take endCursor for "after" to read the next page.
query ListLines($first: Int, $after: String) {
  sipLines(first: $first, after: $after, orderBy: { field: TITLE }) {
    totalCount
    nodes {
      configId
      title
      type
      isDefaultOutgoing
      registration {
        status
        statusCode
        errorMessage
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: { first: 50, after: null },
  },
  {
    title: 'Set the default line',
    query: `# Calls go out through the default line unless another is chosen. Take a configId from ListLines.
mutation MakeDefault($configId: ID!) {
  setDefaultOutgoingSipLine(configId: $configId) {
    lineId
    name
    isDefault
  }
}
`,
    variables: { configId: '2' },
  },
  {
    title: 'Change a line',
    query: `# Fields that you omit keep their values.
mutation ChangeLine($configId: ID!, $input: UpdateSipLineInput!) {
  updateSipLine(configId: $configId, input: $input) {
    configId
    title
    server
  }
}
`,
    variables: { configId: '2', input: { title: 'Sales line, new', server: 'sip2.example.com' } },
  },
  {
    title: 'Delete a line',
    query: `# Returns the IDs, so that a client can remove the line from its cache.
mutation DeleteLine($configId: ID!) {
  deleteSipLine(configId: $configId) {
    id
    configId
  }
}
`,
    variables: { configId: '2' },
  },
  {
    title: 'Read calls',
    query: `# The newest calls, each with its line.
query RecentCalls($first: Int) {
  telephonyCalls(first: $first) {
    nodes {
      startedAt
      type
      outcome
      phoneNumber
      durationSeconds
      sipLine {
        title
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: { first: 20 },
  },
];
