/** Which route a request selects. */
import { describe, expect, it } from 'vitest';
import { compileRoutes } from '#local/http-api/route-table.ts';

const find = (routeKeys: readonly string[], method: string, path: string) => {
  const match = compileRoutes(routeKeys.map((routeKey) => ({ routeKey })))(method, path);
  return match && [match.route.routeKey, match.parameters];
};

describe('the route of a request', () => {
  it('is an exact one before {param}, {param} before {proxy+}, and {proxy+} before $default', () => {
    const pets = ['GET /pets/{proxy+}', 'GET /pets/{id}', 'GET /pets/dog', 'GET /pets/{id}/toys', 'GET /pets/dog/1'];
    const routeKeys = ['$default', 'GET /{proxy+}', ...pets];

    expect(find(routeKeys, 'GET', '/pets/dog')).toEqual(['GET /pets/dog', undefined]);
    expect(find(routeKeys, 'GET', '/pets/cat')).toEqual(['GET /pets/{id}', { id: 'cat' }]);
    expect(find(routeKeys, 'GET', '/pets/cat/toys')).toEqual(['GET /pets/{id}/toys', { id: 'cat' }]);
    expect(find(routeKeys, 'GET', '/pets/dog/toys')).toEqual(['GET /pets/{id}/toys', { id: 'dog' }]);
    expect(find(routeKeys, 'GET', '/pets/cat/food/dry')).toEqual(['GET /pets/{proxy+}', { proxy: 'cat/food/dry' }]);
    expect(find(routeKeys, 'GET', '/shops')).toEqual(['GET /{proxy+}', { proxy: 'shops' }]);
    expect(find(routeKeys, 'POST', '/shops')).toEqual(['$default', undefined]);
  });

  it("has the request's method before ANY, and another path if this one has other methods only", () => {
    const routeKeys = ['ANY /pets/{id}', 'GET /pets/{id}', 'DELETE /pets/dog'];

    expect(find(routeKeys, 'GET', '/pets/dog')).toEqual(['GET /pets/{id}', { id: 'dog' }]);
    expect(find(routeKeys, 'PUT', '/pets/dog')).toEqual(['ANY /pets/{id}', { id: 'dog' }]);
    expect(find(routeKeys, 'DELETE', '/pets/dog')).toEqual(['DELETE /pets/dog', undefined]);
  });

  it('matches no empty segment as a parameter, and does not ignore a trailing slash', () => {
    const routeKeys = ['GET /users', 'GET /users/{name}', 'GET /'];

    expect(find(routeKeys, 'GET', '/users/')).toBeUndefined();
    expect(find(routeKeys, 'GET', '/users/alice/')).toBeUndefined();
    expect(find(routeKeys, 'GET', '/users/__proto__')).toEqual(['GET /users/{name}', { name: '__proto__' }]);
    expect(find(routeKeys, 'GET', '/')).toEqual(['GET /', undefined]);
  });
});
