/** The workspace of the customer who looks at the page. Your own sign-in knows it; the proxy has to enforce it. */
export const workspaceId = '550e8400-e29b-41d4-a716-446655440000';
