'use client';

export default function ProjectsError({ retry }: { readonly retry: () => void }) {
  return (
    <>
      <h1>Projects</h1>
      <p role="alert">Your projects could not be loaded.</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </>
  );
}
