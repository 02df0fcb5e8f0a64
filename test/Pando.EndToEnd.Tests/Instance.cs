using System.Diagnostics;
using Pando.Api;
using Pando.Api.Client;
using Pando.Linux.Spawn;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// A whole instance of pandod under a directory of its own: the real program, the real QEMU. When it is disposed, no
/// process of it is left, and that is checked.
/// </summary>
public sealed class Instance : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _program;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private Process? _daemon;

    private Instance(string root, string program, IReadOnlyDictionary<string, string> environment)
    {
        Root = root;
        _program = program;
        _environment = environment;
        Client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Parse($"unix:{Socket}") });
    }

    public string Root { get; }

    public string Socket => Path.Combine(Root, "run", "pando.sock");

    public PandoClient Client { get; }

    public int DaemonPid => _daemon!.Id;

    public Process Daemon => _daemon!;

    public static async Task<Instance> StartAsync(
        string? root = null, string? program = null, IReadOnlyDictionary<string, string>? environment = null, CancellationToken cancellationToken = default)
    {
        var instance = new Instance(
            root ?? Directory.CreateTempSubdirectory("pando-e2e-").FullName, program ?? Programs.Pandod, environment ?? new Dictionary<string, string>());
        try
        {
            // QEMU's user passes through to what lies below.
            File.SetUnixFileMode(instance.Root, (UnixFileMode)0x1ed);
            await instance.StartDaemonAsync(cancellationToken);
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the daemon and waits until it answers; throws what it said when it ends instead.</summary>
    public async Task StartDaemonAsync(CancellationToken cancellationToken = default)
    {
        var daemon = StartProcess(_program, ["--root", Root]);
        var words = daemon.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = daemon.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _daemon = daemon;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            if (daemon.HasExited)
            {
                throw new InvalidOperationException($"pandod ended with {daemon.ExitCode}: {await words}");
            }
            try
            {
                await Client.GetHostAsync(limit.Token);
                return;
            }
            catch (PandoUnreachableException)
            {
                // Not listening yet: asked again until it listens or ends.
                await Task.Delay(20, limit.Token);
            }
        }
    }

    /// <summary>kill -9: no chance to tidy up.</summary>
    public async Task KillDaemonAsync()
    {
        _daemon!.Kill();
        await _daemon.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);
    }

    /// <summary>SIGTERM, as a service manager does it. Answers the exit status.</summary>
    public async Task<int> TerminateDaemonAsync()
    {
        using (var handle = PidFd.Open(_daemon!.Id))
        {
            handle.Signal(15);
        }
        await _daemon.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit);
        return _daemon.ExitCode;
    }

    /// <summary>Runs the command line on this instance.</summary>
    public async Task<CliResult> CliAsync(params string[] arguments)
    {
        using var process = StartProcess(Programs.Pando, arguments);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(5));
        return new CliResult(process.ExitCode, await output, await error);
    }

    /// <summary>Every process of this instance but the daemon: QEMUs, helpers.</summary>
    public IReadOnlyList<int> OtherProcesses() => ProcessesNaming(Root).Where(pid => pid != _daemon?.Id).ToList();

    public async ValueTask DisposeAsync()
    {
        if (_daemon is { HasExited: false })
        {
            _daemon.Kill();
            await _daemon.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit);
        }
        _daemon?.Dispose();
        Client.Dispose();
        foreach (var pid in ProcessesNaming(Root))
        {
            using var handle = ProcessIdentity.TryOf(pid)?.TryOpen();
            if (handle is not null && handle.Signal(9))
            {
                await handle.WaitForExitAsync().WaitAsync(Limit);
            }
        }
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private Process StartProcess(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["PANDO_HOST"] = $"unix:{Socket}";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    private static IEnumerable<int> ProcessesNaming(string root)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var pid) && Names(directory, root))
            {
                yield return pid;
            }
        }
    }

    private static bool Names(string directory, string root)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, "cmdline")).Contains(root, StringComparison.Ordinal)
                || Directory.EnumerateFileSystemEntries(Path.Combine(directory, "fd"))
                    .Any(fd => new FileInfo(fd).LinkTarget?.StartsWith(root, StringComparison.Ordinal) == true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>What a run of <c>pando</c> came to.</summary>
public sealed record CliResult(int ExitCode, string Output, string Error);
