// A provider of OpenID Connect: node provider.mjs PORT ADDRESS-TO-COME-BACK-TO. It says its port when it listens.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [port, back] = process.argv.slice(2);
const PEOPLE = {
  wang: { preferred_username: 'wang', name: '王分析', roles: ['everyone', 'budget-office'], region: '419801' },
  guest: { preferred_username: 'guest', roles: ['everyone'] },
  analyst: { preferred_username: 'analyst', roles: ['budget-office'], region: '419801' },
};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'pursewatch', client_secret: 'a-secret-of-the-test', redirect_uris: [back] }],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'roles', 'region'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...PEOPLE[sub] }) }),
});
createServer(provider.callback()).listen(Number(port), '127.0.0.1', () => console.log(port));
