using System.Diagnostics;

namespace Pando.TestNamespaces;

/// <summary>
/// A firewalld of a test's own: the real one, with what it keeps in a folder of the test's, on a bus and in a network namespace of the test's.
/// </summary>
internal sealed class OwnFirewalld : IDisposable
{
    private const string Program = "/usr/sbin/firewalld";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly OwnBus _bus;
    private readonly IReadOnlyList<string> _inside;
    private Process? _daemon;

    private OwnFirewalld(OwnBus bus, IReadOnlyList<string> inside) => (_bus, _inside) = (bus, inside);

    private string Kept => Path.Combine(_bus.Folder, "firewalld");

    public static void Require()
    {
        bool can = Environment.IsPrivilegedProcess && File.Exists(Program);
        Assert.SkipUnless(can || Environment.GetEnvironmentVariable("CI") is not null, "Needs root and firewalld, which is not installed.");
        Assert.True(can, "Needs root and firewalld.");
    }

    /// <summary>Starts one, and returns when it answers.</summary>
    /// <param name="bus">Where it is found.</param>
    /// <param name="inside">What it is started behind, to be in a network of its own: <c>ip netns exec NAME</c>.</param>
    public static async Task<OwnFirewalld> StartAsync(OwnBus bus, IReadOnlyList<string> inside)
    {
        Require();
        var made = new OwnFirewalld(bus, inside);
        Directory.CreateDirectory(made.Kept);
        await File.WriteAllTextAsync(Path.Combine(made.Kept, "firewalld.conf"), "DefaultZone=public\nFirewallBackend=nftables\nIPv6_rpfilter=no\n");
        try
        {
            await made.BeginAsync();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>What firewall-cmd(1) says.</summary>
    public async Task<string> CommandAsync(params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(Ask("firewall-cmd", arguments))!;
        Task<string> words = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit, CancellationToken.None);
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"firewall-cmd {string.Join(' ', arguments)}: {output} {await words}");
    }

    /// <summary>Ends it, as systemd does, and starts it anew: what was only changed at run time is lost.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        await BeginAsync();
    }

    /// <summary>Ends it in good order: it takes its rules away.</summary>
    public async Task EndAsync()
    {
        using (var kill = Process.Start("kill", [$"{_daemon!.Id}"]))
        {
            await kill.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit, CancellationToken.None);
        }
        await _daemon.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit, CancellationToken.None);
        _daemon.Dispose();
        _daemon = null;
    }

    public void Dispose()
    {
        if (_daemon is not null)
        {
            _daemon.Kill();
            Assert.True(_daemon.WaitForExit(Limit));
            _daemon.Dispose();
        }
    }

    private async Task BeginAsync()
    {
        _daemon = Process.Start(Ask(Program, ["--nofork", "--nopid", "--system-config", Kept, "--log-target", "file", "--log-file", Path.Combine(_bus.Folder, "log")]))!;
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            try
            {
                Assert.Equal("running", await CommandAsync("--state"));
                return;
            }
            catch (InvalidOperationException) when (!_daemon.HasExited)
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    private ProcessStartInfo Ask(string program, IReadOnlyList<string> arguments)
    {
        IReadOnlyList<string> all = [.. _inside, program, .. arguments];
        var ask = new ProcessStartInfo(all[0], all.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true };
        ask.Environment[_bus.Variable.Name] = _bus.Variable.Value;
        return ask;
    }
}
