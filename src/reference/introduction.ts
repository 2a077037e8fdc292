import { markup, type Markup } from './markup.ts';

/** How to send an operation, and how to read the rest of the page. */
export const INTRODUCTION: Markup = markup`<section class="entry" id="overview">
<p>The GraphQL API of the gateway to the built-in telephony of Bitrix24. Every example here was executed against the gateway
and an emulated portal, and is shown with what came back; IDs of requests and addresses are replaced by made-up ones.</p>
<ul>
<li>Try operations in the explorer, which the <a href="/">start page</a> of a gateway in development leads to.</li>
<li>Send operations as JSON in a <code>POST</code> to <code>/graphql</code>:
<code>{"query": "…", "variables": {…}}</code>, with <code>Content-Type: application/json</code>.</li>
<li>Where the gateway requires it, send <code>Authorization: Bearer</code> with your key or token. It needs the
<b>scopes</b> that a field lists. A gateway that does not authenticate callers requires neither.</li>
<li>A gateway for several portals needs to know which one is meant: send its host in <code>X-Bitrix24-Portal</code>.</li>
<li>Read <code>errors</code> even if there is <code>data</code>: a field that fails is null, and the others keep their data. The
<a href="#errors">code</a> in <code>extensions</code> says what to do.</li>
<li>An <b>idempotency key</b> makes it safe to send a <a href="#mutations">mutation</a> again.</li>
<li><b>Cost</b> is what a field adds to the cost of its operation, once for each entry of the lists that it is in. An operation
may cost 10,000, unless the operator changed that.</li>
</ul>
</section>`;
