using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Linux.Spawn;

namespace Pando.Linux.Kvm;

/// <summary>
/// Finds out whether KVM can run a machine, by running one. That /dev/kvm opens, answers and runs a few real-mode instructions
/// proves nothing: some nested clouds offer a KVM that stops at the first breakpoint of a 64-bit kernel.
/// </summary>
public static class KvmProbe
{
    private const string DevicePath = "/dev/kvm";

    /// <summary>Runs the guest here. A KVM at fault can hang or crash the process: call it only in a process of its own.</summary>
    public static KvmProbeResult RunInThisProcess() => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? new KvmProbeRun(DevicePath).Run()
        : new KvmProbeResult(
            KvmVerdict.UnsupportedArchitecture,
            $"There is no probe for {RuntimeInformation.ProcessArchitecture} processors.",
            []);

    /// <summary>
    /// Runs the probe in a child that prints the JSON of <see cref="RunInThisProcess"/>, and kills it when the limit has passed.
    /// </summary>
    /// <param name="program">The program that runs the probe.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Gives up, and kills the child.</param>
    /// <exception cref="SyscallException">The child cannot be started.</exception>
    public static async Task<KvmProbeResult> RunInChildAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        try
        {
            ShortRunResult run = await ShortRun.RunAsync(
                new SpawnRequest { Program = program, Arguments = arguments }, limit, cancellationToken);
            return LastResult(run.Output)
                ?? new KvmProbeResult(KvmVerdict.ProbeDied, $"The probe ended with {run.Status}: {run.Output.Trim()}", []);
        }
        catch (TimeoutException)
        {
            return new KvmProbeResult(
                KvmVerdict.TimedOut,
                string.Create(CultureInfo.InvariantCulture, $"The probe did not end within {limit.TotalSeconds:0.#} s."),
                []);
        }
    }

    private static KvmProbeResult? LastResult(string text) =>
        text.Split('\n').Reverse().Select(KvmProbeResult.TryParse).FirstOrDefault(static result => result is not null);
}
