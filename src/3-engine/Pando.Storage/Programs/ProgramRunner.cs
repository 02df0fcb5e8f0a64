using System.Globalization;
using Pando.Linux;
using Pando.Linux.Spawn;
using Pando.Model.Errors;

namespace Pando.Storage.Programs;

/// <summary>Runs programs to their end: with a limit, without a shell, their words kept when they fail.</summary>
internal sealed class ProgramRunner(ProgramCatalog catalog, TimeProvider time)
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    /// <summary>The programs that there are.</summary>
    public ProgramCatalog Catalog => catalog;

    /// <summary>Runs it. Ends only when the process has ended, or cannot be made to within a few seconds.</summary>
    /// <exception cref="PeerException"><c>storage.program-failed</c>, <c>storage.program-silent</c>.</exception>
    /// <exception cref="CallerException"><c>storage.program-missing</c>.</exception>
    public async Task RunAsync(ProgramRun run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var program = catalog.Find(run.Program);
        using var output = new OutputPipe();
        using var silence = new CancellationTokenSource(run.SilenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        using var process = Start(run, program, output);
        output.Started();
        run.AfterStart?.Invoke();
        var lines = new LineBuffer(run.OnLine);
        ExitStatus? status;
        try
        {
            if (run.OnStarted is { } onStarted)
            {
                await onStarted(process.Identity);
            }
            var reading = ReadAsync(output, lines, () => silence.CancelAfter(run.SilenceLimit), either.Token);
            // A grandchild may keep the pipe open after the program's end: the program's own end counts.
            status = await process.Handle.WaitForExitAsync(either.Token);
            await DrainAsync(reading);
        }
        catch (Exception failure)
        {
            await EndAsync(process, failure is OperationCanceledException ? run.Grace : TimeSpan.Zero);
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new PeerException(ErrorCodes.Storage.ProgramSilent, Words(lines), failure,
                    ("program", run.Program), ("what", run.What), ("waited", Seconds(run.SilenceLimit)));
            }
            throw;
        }
        if (status is not { IsSuccess: true })
        {
            throw new PeerException(ErrorCodes.Storage.ProgramFailed, Words(lines),
                ("program", run.Program), ("what", run.What), ("status", status?.ToString() ?? "an unknown status"));
        }
    }

    private SpawnedProcess Start(ProgramRun run, string program, OutputPipe output)
    {
        try
        {
            return ProcessSpawner.Start(new SpawnRequest
            {
                Program = program,
                Arguments = run.Arguments,
                Descriptors = run.Descriptors,
                Output = run.Output ?? output.WriteEnd,
                Error = output.WriteEnd,
                WorkingDirectory = run.WorkingDirectory,
                RunAs = run.User,
                Environment = run.Environment.SetItems(
                [
                    // Messages are recognised and kept in one language; nothing of the daemon's own environment leaks.
                    new("LC_ALL", "C.UTF-8"),
                    new("PATH", catalog.SearchPath),
                    new("HOME", "/nonexistent"),
                ]),
            });
        }
        catch (SyscallException failure)
        {
            throw new MachineryException(ErrorCodes.Storage.Io, failure, ("path", program));
        }
    }

    private static async Task ReadAsync(OutputPipe output, LineBuffer lines, Action heard, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await output.ReadAsync(buffer, cancellationToken)) > 0)
        {
            heard();
            lines.Add(buffer.AsSpan(0, count));
        }
        lines.Finish();
    }

    private async Task DrainAsync(Task reading)
    {
        try
        {
            await reading.WaitAsync(KillLimit, time);
        }
        catch (TimeoutException)
        {
            // Somebody else still holds the pipe; all that the program itself said has been read.
        }
    }

    private async Task EndAsync(SpawnedProcess process, TimeSpan grace)
    {
        if (grace > TimeSpan.Zero)
        {
            process.Handle.Signal(SigTerm);
            if (await HasEndedAsync(process, grace))
            {
                return;
            }
        }
        process.Handle.Signal(SigKill);
        // One that hangs in the kernel (a dead NFS server) dies when the kernel lets it; nobody waits for that.
        await HasEndedAsync(process, KillLimit);
    }

    private async Task<bool> HasEndedAsync(SpawnedProcess process, TimeSpan limit)
    {
        try
        {
            await process.Handle.WaitForExitAsync().WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string? Words(LineBuffer lines) => lines.Tail is { Length: > 0 } tail ? tail : null;

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s");
}
