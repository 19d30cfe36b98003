import { readFileSync } from 'node:fs';

/**
 * utime + stime in seconds (100 ticks a second) of a process (`/proc/PID/stat`) or a thread (`/proc/PID/task/TID/stat`).
 * Source: proc(5).
 */
export function cpuSeconds(statFile: string): number {
  const fields = readFileSync(statFile, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process, bytes. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}
