/** Every field of a line that costs no further call. */
export const LINE_FIELDS = `
  id configId type title server login password regId incomingServer incomingLogin incomingPassword
  authUser outboundProxy detectLineNumber lineDetectHeaderOrder
`;

export const ADD_SIP_LINE = `
  mutation Add($input: AddSipLineInput!) { addSipLine(input: $input) { ${LINE_FIELDS} } }
`;

export const SIP_LINE = `query Line($configId: ID!) { sipLine(configId: $configId) { ${LINE_FIELDS} } }`;

/** A line that the portal accepts. */
export const NEW_LINE = {
  type: 'CLOUD',
  title: 'Sales',
  server: 'sip.example.com',
  login: 'sales',
  password: 'sentinel-password-4711',
};
