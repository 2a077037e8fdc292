import { ApolloProvider } from '@apollo/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createGatewayClient } from './gateway-client.ts';
import './styles/theme.css';
import './styles/layout.css';
import './styles/parts.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <ApolloProvider client={createGatewayClient('/graphql')}>
      <App />
    </ApolloProvider>
  </StrictMode>,
);
