using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
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
        using SafeFileHandle output = OutputFile();
        using SpawnedProcess child = ProcessSpawner.Start(
            new SpawnRequest { Program = program, Arguments = arguments, Output = output });
        try
        {
            ExitStatus? status = await child.Handle.WaitForExitAsync(cancellationToken).WaitAsync(limit, cancellationToken);
            string text = ReadAll(output);
            return LastResult(text) ?? new KvmProbeResult(KvmVerdict.ProbeDied, $"The probe ended with {status}: {text.Trim()}", []);
        }
        catch (TimeoutException)
        {
            return new KvmProbeResult(KvmVerdict.TimedOut, $"The probe did not end within {limit.TotalSeconds:0.#} s.", []);
        }
        finally
        {
            child.Handle.Signal(9);
        }
    }

    private static SafeFileHandle OutputFile()
    {
        const uint closeOnExec = 1;
        int number = Libc.memfd_create("probe-output", closeOnExec);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw SyscallException.Last("memfd_create");
    }

    private static string ReadAll(SafeFileHandle output)
    {
        byte[] bytes = new byte[Math.Min(RandomAccess.GetLength(output), 1 << 16)];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(output, bytes, 0));
    }

    private static KvmProbeResult? LastResult(string text) =>
        text.Split('\n').Reverse().Select(KvmProbeResult.TryParse).FirstOrDefault(static result => result is not null);
}
