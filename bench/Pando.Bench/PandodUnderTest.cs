using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Pando.Api;
using Pando.Api.Client;

namespace Pando.Bench;

/// <summary>The published pandod on an instance of its own.</summary>
internal sealed class PandodUnderTest : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, string> _settings;
    private Process _process;

    private PandodUnderTest(string root, IReadOnlyDictionary<string, string> settings, Process process)
    {
        Root = root;
        _settings = settings;
        _process = process;
        Client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Parse($"unix:{root}/run/pando.sock") });
    }

    public string Root { get; }

    public PandoClient Client { get; }

    public int Pid => _process.Id;

    public static string Program(string name) => Path.Combine(Repository(), "out", name);

    public static Task<PandodUnderTest> StartAsync() => StartAsync(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>With settings as the environment has them: <c>PANDOD_…</c>.</summary>
    public static async Task<PandodUnderTest> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var root = Directory.CreateTempSubdirectory("pando-bench-").FullName;
        File.SetUnixFileMode(root, (UnixFileMode)0x1ed);
        var pandod = new PandodUnderTest(root, settings, Spawn(root, settings));
        await pandod.UntilAnsweringAsync();
        return pandod;
    }

    /// <summary>A machine without disks: nothing to start but QEMU itself.</summary>
    public static byte[] Machine(string name) => Encoding.UTF8.GetBytes(
        $"<domain type='qemu'><name>{name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os><devices><serial type='pty'/></devices></domain>");

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task StartAgainAsync()
    {
        _process = Spawn(Root, _settings);
        await UntilAnsweringAsync();
    }

    /// <summary>
    /// Resident memory now, in 10⁶ bytes: VmRSS, in which the pages of the .NET runtime's files count whole although every
    /// .NET process shares them, and beside it what is pandod's alone (proc_pid_status(5): RssAnon and RssShmem).
    /// </summary>
    public string Memory() =>
        string.Create(CultureInfo.InvariantCulture, $"{Megabytes("VmRSS"):0} MB resident, {Megabytes("RssAnon") + Megabytes("RssShmem"):0} MB without files");

    private double Megabytes(string name) =>
        long.Parse(
            File.ReadLines($"/proc/{Pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) * 1024 / 1e6;

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in await Client.ListMachinesAsync("running"))
        {
            await Client.DestroyAsync(machine.Name);
        }
        foreach (var machine in await Client.ListMachinesAsync("paused"))
        {
            await Client.DestroyAsync(machine.Name);
        }
        await KillAsync();
        Client.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private static Process Spawn(string root, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(Program("pandod")) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("--root");
        start.ArgumentList.Add(root);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private async Task UntilAnsweringAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                await Client.ListMachinesAsync(cancellationToken: limit.Token);
                return;
            }
            catch (PandoUnreachableException)
            {
                await Task.Delay(5, limit.Token);
            }
        }
    }

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
