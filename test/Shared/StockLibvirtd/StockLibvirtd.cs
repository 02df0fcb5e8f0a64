using System.Diagnostics;
using System.Net.Sockets;

namespace Pando.Testing;

/// <summary>
/// The distribution's libvirtd as a peer: in a mount namespace where all that it keeps is below a folder of the test's.
/// </summary>
internal sealed class StockLibvirtd : IAsyncDisposable
{
    private const string Program = "/usr/sbin/libvirtd";

    // As in passwd(5), and near enough in group(5).
    private const string LibvirtUser = "libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _folder;
    private bool _ownsFolder;

    private StockLibvirtd(Process process, string folder) => (_process, _folder) = (process, folder);

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Where it keeps its things.</summary>
    public string Folder => _folder;

    /// <summary>Where it listens.</summary>
    public string Socket => Path.Combine(_folder, "libvirt-sock");

    /// <summary>Starts it in a folder that goes with it; skips the test where there can be none.</summary>
    public static async Task<StockLibvirtd> RequireAsync(bool ownNetwork = false)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess || Environment.GetEnvironmentVariable("CI") is not null, "A libvirtd of its own needs root.");
        Assert.SkipUnless(IsInstalled, "libvirtd is not installed.");
        var folder = Directory.CreateTempSubdirectory("pando-libvirtd-").FullName;
        try
        {
            var peer = await StartAsync(folder, ownNetwork: ownNetwork);
            peer._ownsFolder = true;
            return peer;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="folder">Where it keeps its things; one that another one left is gone on with.</param>
    /// <param name="format">How it packs what it saves.</param>
    /// <param name="ownNetwork">Whether it makes its networks in a network namespace of its own.</param>
    public static async Task<StockLibvirtd> StartAsync(string folder, string format = "raw", bool ownNetwork = false)
    {
        Directory.CreateDirectory(Path.Combine(folder, "etc/libvirt"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "libvirtd.conf"), $"unix_sock_dir = \"{folder}\"\nauth_unix_rw = \"none\"\nauth_unix_ro = \"none\"\n");
        // As root, and with nothing of the host's: what is exchanged is the files.
        await File.WriteAllTextAsync(
            Path.Combine(folder, "etc/libvirt/qemu.conf"),
            $"""
            user = "root"
            group = "root"
            security_driver = "none"
            namespaces = []
            cgroup_controllers = []
            stdio_handler = "file"
            save_image_format = "{format}"

            """);
        const string script = """
            set -e
            # Where it opens and cannot run a guest, libvirt asks QEMU anew at every definition, for tens of seconds.
            # What can be opened by root must be hidden behind what nobody can write.
            if [ -e /dev/kvm ]; then
              : > "$0/nokvm"
              mount --bind "$0/nokvm" /dev/kvm
              mount -o remount,bind,ro /dev/kvm
            fi
            [ -z "$3" ] || ip link set lo up
            # The user that libvirt runs QEMU as where nothing is said must have a name; the package that makes it brings a service.
            for file in passwd group; do
              grep -q ^libvirt-qemu: /etc/$file && continue
              { cat /etc/$file; echo "$2"; } > "$0/$file"
              mount --bind "$0/$file" /etc/$file
            done
            for kept in /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /run/libvirt; do
              mkdir -p "$kept" "$0$kept"
              mount --bind "$0$kept" "$kept"
            done
            exec "$1" -f "$0/libvirtd.conf" -p "$0/pid"
            """;
        var peer = new StockLibvirtd(Start("unshare", [.. ownNetwork ? ["--mount", "--net"] : (string[])["--mount"], "/bin/sh", "-c", script, folder, Program, LibvirtUser, ownNetwork ? "own" : ""]), folder);
        try
        {
            await peer.UntilItAnswersAsync();
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit, CancellationToken.None);
        _process.Dispose();
        File.Delete(Socket);
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task UntilItAnswersAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!await ListensAsync(limit.Token))
        {
            Assert.False(_process.HasExited, "libvirtd has ended.");
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Who connects then is answered as soon as it is ready.</summary>
    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        using var socket = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
