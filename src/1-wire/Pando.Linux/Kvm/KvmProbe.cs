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
    private const int Kill = 9;

    /// <summary>Runs the guest here. A KVM at fault can hang or crash the process: call it only in a process of its own.</summary>
    public static KvmProbeResult RunInThisProcess() => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? new KvmProbeRun(DevicePath).Run()
        : new KvmProbeResult(
            KvmVerdict.UnsupportedArchitecture,
            $"There is no probe for {RuntimeInformation.ProcessArchitecture} processors.",
            []);

    /// <summary>
    /// Runs the probe in a child that prints the JSON of <see cref="RunInThisProcess"/>, and has it killed when a limit has passed. What a
    /// guest uses that does not end counts as the child's; a host that is busy with others makes no probe late.
    /// </summary>
    /// <param name="program">The program that runs the probe.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="processorLimit">How long processors may be busy with it, in whole seconds, rounded up.</param>
    /// <param name="clockLimit">How long it may take by the clock.</param>
    /// <param name="cancellationToken">Gives up, and kills the child.</param>
    /// <exception cref="SyscallException">The child cannot be started.</exception>
    public static async Task<KvmProbeResult> RunInChildAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan processorLimit, TimeSpan clockLimit, CancellationToken cancellationToken = default)
    {
        var request = new SpawnRequest { Program = program, Arguments = arguments };
        ulong seconds = (ulong)Math.Ceiling(processorLimit.TotalSeconds);
        try
        {
            ShortRunResult run = await ShortRun.RunAsync(
                request with { Limits = new Dictionary<ResourceLimit, ulong>(request.Limits) { [ResourceLimit.ProcessorSeconds] = seconds } },
                clockLimit,
                cancellationToken);
            return LastResult(run.Output) ?? (run.Status is { Signal: Kill }
                ? TimedOut($"The probe was killed, as one is that has kept processors busy for {seconds} s.")
                : new KvmProbeResult(KvmVerdict.ProbeDied, $"The probe ended with {run.Status}: {run.Output.Trim()}", []));
        }
        catch (TimeoutException)
        {
            return TimedOut(string.Create(CultureInfo.InvariantCulture, $"The probe did not end within {clockLimit.TotalSeconds:0.#} s."));
        }
    }

    private static KvmProbeResult TimedOut(string detail) => new(KvmVerdict.TimedOut, detail, []);

    private static KvmProbeResult? LastResult(string text) =>
        text.Split('\n').Reverse().Select(KvmProbeResult.TryParse).FirstOrDefault(static result => result is not null);
}
