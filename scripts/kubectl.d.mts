export function kubectlPath(): string | undefined;
