using System.Diagnostics;
using System.Net.Sockets;

namespace Pando.Qmp.Tests;

/// <summary>A real QEMU that listens for QMP on a socket of its own, for one test.</summary>
internal sealed class RealQemu : IAsyncDisposable
{
    private const string Binary = "/usr/bin/qemu-system-x86_64";

    private readonly DirectoryInfo _directory;
    private readonly Process _process;

    private RealQemu(DirectoryInfo directory, Process process)
    {
        _directory = directory;
        _process = process;
    }

    public Process Process => _process;

    public QmpSession Session { get; private set; } = null!;

    public string Folder => _directory.FullName;

    public static async Task<RealQemu> StartAsync(params string[] arguments)
    {
        bool installed = File.Exists(Binary);
        Assert.SkipUnless(installed || Environment.GetEnvironmentVariable("CI") is not null, $"{Binary} is not installed");
        Assert.True(installed, $"{Binary} is not installed");

        DirectoryInfo directory = Directory.CreateTempSubdirectory("pando-qmp-");
        string address = Path.Combine(directory.FullName, "qmp");
        var start = new ProcessStartInfo(Binary) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])
            ["-nodefaults", "-no-user-config", "-display", "none", "-S", "-accel", "tcg",
             "-chardev", $"socket,id=qmp,path={address},server=on,wait=off", "-mon", "chardev=qmp,mode=control", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var qemu = new RealQemu(directory, Process.Start(start)!);
        try
        {
            qemu.Session = await qemu.ConnectAsync(address);
            return qemu;
        }
        catch
        {
            await qemu.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Session is not null)
        {
            await Session.DisposeAsync();
        }

        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>QEMU makes the socket itself here, so that the first attempts may come too early.</summary>
    private async Task<QmpSession> ConnectAsync(string address)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address), limit.Token);
            }
            catch (SocketException) when (!_process.HasExited)
            {
                socket.Dispose();
                await again.WaitForNextTickAsync(limit.Token);
                continue;
            }

            return await QmpSession.ConnectAsync(
                socket, new QmpOptions(TimeProvider.System, TimeSpan.FromSeconds(30)), limit.Token);
        }
    }
}
