/** The operation that both explorers open with: pressing play adds a line, pressing it again shows an error. */
export const EXAMPLE_OPERATION = `# Adds a SIP line. Send it a second time to see how a typed error looks.
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
`;

export const EXAMPLE_VARIABLES = {
  input: {
    type: 'CLOUD',
    title: 'Sales line',
    server: 'sip.example.com',
    login: 'sales',
    password: 'replace-me',
  },
} as const;
