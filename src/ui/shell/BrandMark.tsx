/** Our mark: one controller, three nodes, in a hexagon. */
export function BrandMark() {
  return (
    <svg className="brand-mark" viewBox="0 0 24 24" width="26" height="26" aria-hidden="true" fill="none">
      <path d="M12 1.8l8.8 5.1v10.2L12 22.2l-8.8-5.1V6.9z" stroke="var(--accent)" strokeWidth="1.9" strokeLinejoin="round" />
      <path d="M12 8v4.5M12 12.5l-4 2.8M12 12.5l4 2.8" stroke="var(--ready)" strokeWidth="1.5" />
      <circle cx="12" cy="7.2" r="2" fill="var(--accent)" />
      <circle cx="7.7" cy="15.6" r="1.9" fill="var(--ready)" />
      <circle cx="16.3" cy="15.6" r="1.9" fill="var(--ready)" />
      <circle cx="12" cy="12.5" r="1.3" fill="var(--ready)" />
    </svg>
  );
}
