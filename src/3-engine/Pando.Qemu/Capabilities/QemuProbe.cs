using System.Globalization;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qmp;

namespace Pando.Qemu.Capabilities;

/// <summary>
/// Starts a QEMU without a machine, as the unprivileged user, and asks it what it can do. The process is gone
/// when the answer is there, and when there is none.
/// </summary>
/// <param name="time">The clock of the limit.</param>
/// <param name="directory">Where QEMU's words stand for the moment; must exist.</param>
/// <param name="user">Whom to run it as; null is this process's own user.</param>
/// <param name="limit">How long all of it may take.</param>
public sealed class QemuProbe(TimeProvider time, string directory, RunAs? user, TimeSpan limit)
{
    private const int FirstDescriptor = 3;
    private const int Kill = 9;

    /// <summary>Asks.</summary>
    /// <exception cref="CallerException"><c>qemu.not-found</c>.</exception>
    /// <exception cref="PeerException"><c>qemu.probe-failed</c> with QEMU's words, <c>qemu.probe-silent</c>.</exception>
    public async Task<QemuCapabilities> AskAsync(
        QemuBinaryIdentity binary, Accelerator accelerator, CancellationToken cancellationToken = default)
    {
        string folder = Path.Combine(directory, $"probe-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            string words = Path.Combine(folder, "words");
            using SafeFileHandle output = File.OpenHandle(words, FileMode.CreateNew, FileAccess.Write);
            return await AskAsync(binary, accelerator, output, words, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<QemuCapabilities> AskAsync(
        QemuBinaryIdentity binary, Accelerator accelerator, SafeFileHandle output, string words, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        // Connected before it starts: QEMU sets up a monitor that somebody connects to at that very moment in two threads at once, and was
        // seen once to greet and hear nothing more.
        (Socket socket, Socket theirs) = UnixPair.Open();
        using Socket ours = socket;
        using SpawnedProcess process = await StartAsync(binary, accelerator, theirs, output, either.Token);
        try
        {
            await using QmpSession session = await QmpSession.ConnectAsync(
                socket, new QmpOptions(time, limit) { GreetingLimit = limit }, either.Token);
            return await CapabilityQuestions.AskAsync(session, binary, accelerator, either.Token);
        }
        catch (Exception e) when (e is QmpTimeoutException or TimeoutException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            string said = (await File.ReadAllTextAsync(words, CancellationToken.None)).Trim();
            throw new PeerException(
                ErrorCodes.Qemu.ProbeSilent,
                said.Length > 0 ? said : null,
                e,
                ("path", binary.Path),
                ("waited", limit.TotalSeconds.ToString("0.# s", CultureInfo.InvariantCulture)),
                ("state", StateOf(process)));
        }
        catch (Exception e) when (e is QmpException or IOException)
        {
            string said = e is QmpErrorException ? "" : await LastWordsAsync(process, words, either.Token);
            throw new PeerException(
                ErrorCodes.Qemu.ProbeFailed, said.Length > 0 ? said : e.Message, e, ("path", binary.Path));
        }
        finally
        {
            process.Handle.Signal(Kill);
        }
    }

    private async Task<SpawnedProcess> StartAsync(
        QemuBinaryIdentity binary, Accelerator accelerator, Socket theirs, SafeFileHandle output, CancellationToken cancellationToken)
    {
        // Closed here once QEMU has it: QEMU's death then ends the connection.
        using Socket handed = theirs;
        return await Task.Run(
            () => QemuExecution.Start(new SpawnRequest
            {
                Program = binary.Path,
                Arguments =
                [
                    "-machine", accelerator == Accelerator.Kvm ? "none,accel=kvm" : "none,accel=tcg",
                    "-nodefaults", "-no-user-config", "-display", "none", "-S",
                    "-chardev", string.Create(CultureInfo.InvariantCulture, $"socket,id=qmp,fd={FirstDescriptor}"),
                    "-mon", "chardev=qmp,mode=control",
                ],
                Descriptors = [new InheritedDescriptor(handed.SafeHandle, FirstDescriptor)],
                Output = output,
                RunAs = user,
                NoNewPrivileges = true,
            }),
            cancellationToken);
    }

    /// <summary>What the kernel says it is doing (proc_pid_status(5)): one that waits for the disk is another matter than one that computes.</summary>
    private static string StateOf(SpawnedProcess process)
    {
        const string state = "State:";
        try
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}/status");
            return File.ReadLines(path).First(line => line.StartsWith(state, StringComparison.Ordinal))[state.Length..].Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "X (dead)";
        }
    }

    /// <summary>The connection breaks a moment before the process is gone, and its words are complete only then.</summary>
    private static async Task<string> LastWordsAsync(SpawnedProcess process, string words, CancellationToken cancellationToken)
    {
        try
        {
            await process.Handle.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It lives on and is killed; what it said until now is what there is.
        }

        return (await File.ReadAllTextAsync(words, CancellationToken.None)).Trim();
    }
}
