using System.Diagnostics;
using System.Globalization;
using Pando.Linux.Spawn;

namespace Pando.Bench;

/// <summary>
/// Stock libvirtd in a mount namespace where all that it keeps is below a folder of its own, driven by virsh. Disposed, it
/// is gone with its machines and everything it knew, at once.
/// </summary>
internal sealed class LibvirtdPeer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/libvirtd";
    private const string Virsh = "/usr/bin/virsh";

    // As in passwd(5), and near enough in group(5).
    private const string LibvirtUser = "libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin";

    private const string Script = """
        set -e
        # Where it opens and cannot run a guest, libvirt asks QEMU anew at every definition, for tens of seconds.
        # What can be opened by root must be hidden behind what nobody can write.
        if [ -e /dev/kvm ]; then
          : > "$0/nokvm"
          mount --bind "$0/nokvm" /dev/kvm
          mount -o remount,bind,ro /dev/kvm
        fi
        # The user that libvirt runs QEMU as where nothing is said must have a name; the package that makes it brings a service.
        for file in passwd group; do
          grep -q ^libvirt-qemu: /etc/$file && continue
          { cat /etc/$file; echo "$1"; } > "$0/$file"
          mount --bind "$0/$file" /etc/$file
        done
        for kept in /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /run/libvirt; do
          mkdir -p "$kept" "$0/kept$kept"
          mount --bind "$0/kept$kept" "$kept"
        done
        # It cannot move the mount over /dev/kvm into a view of its machines' own, and there are no control groups where networks are
        # a run's own; without them it is quicker, if anything.
        printf 'namespaces = []\ncgroup_controllers = []\n' > /etc/libvirt/qemu.conf
        # What libvirtd has write QEMU's log; a service of its own on an installed host.
        /usr/sbin/virtlogd -p "$0/kept/run/libvirt/virtlogd.pid" >/dev/null 2>&1 &
        exec /usr/sbin/libvirtd -f "$0/libvirtd.conf" -p "$0/pid"
        """;

    private const int Kill = 9;

    private readonly Process _process;
    private readonly string _directory;
    private Process? _shell;

    private LibvirtdPeer(Process process, string directory)
    {
        _process = process;
        _directory = directory;
    }

    public string Socket => Path.Combine(_directory, "libvirt-sock");

    public string Uri => $"qemu+unix:///system?socket={Socket}";

    /// <summary>Null where it is not installed.</summary>
    public static async Task<LibvirtdPeer?> TryStartAsync()
    {
        if (!File.Exists(Program) || !File.Exists(Virsh))
        {
            return null;
        }
        var directory = Directory.CreateTempSubdirectory("libvirt-bench-").FullName;
        // Its machines run as another user.
        File.SetUnixFileMode(directory, (UnixFileMode)0x1ed);
        await File.WriteAllTextAsync(
            Path.Combine(directory, "libvirtd.conf"),
            $"unix_sock_dir = \"{directory}\"\nauth_unix_rw = \"none\"\nauth_unix_ro = \"none\"\n");
        var peer = new LibvirtdPeer(Start("/usr/bin/unshare", ["--mount", "/bin/sh", "-c", Script, directory, LibvirtUser]), directory);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (File.Exists(Path.Combine(directory, "libvirt-sock")) && await peer.VirshAsync("version") == 0)
            {
                return peer;
            }
            await Task.Delay(50);
        }
        await peer.DisposeAsync();
        return null;
    }

    /// <summary>One verb in a process of its own. Answers the exit status.</summary>
    public async Task<int> VirshAsync(params string[] arguments)
    {
        using var process = Start(Virsh, ["-q", "-c", Uri, .. arguments]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>One verb on a connection that stays, as a long-lived client has it: only the daemon's time counts.</summary>
    public async Task VirshInShellAsync(string command)
    {
        _shell ??= StartShell();
        await _shell.StandardInput.WriteLineAsync(command);
        await _shell.StandardInput.WriteLineAsync("echo bench-done");
        await _shell.StandardInput.FlushAsync();
        // virsh repeats its input after a prompt, and ends what echo prints with the next prompt instead of a line's end.
        var said = new System.Text.StringBuilder();
        var letter = new char[1];
        while (await _shell.StandardOutput.ReadAsync(letter) == 1)
        {
            said.Append(letter[0]);
            if (said.ToString().EndsWith("\nbench-done", StringComparison.Ordinal))
            {
                return;
            }
        }
        throw new InvalidOperationException($"virsh ended at '{command}'.");
    }

    public async ValueTask DisposeAsync()
    {
        _shell?.Kill();
        // Before its machines: it asks a second and more of each how it is when it ends.
        _process.Kill();
        await _process.WaitForExitAsync();
        foreach (var process in OfItsMachines())
        {
            using (process)
            {
                process.Signal(Kill);
                await process.WaitForExitAsync();
            }
        }
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>By the notes that libvirt keeps of them and of what writes their logs.</summary>
    private IEnumerable<PidFd> OfItsMachines()
    {
        var folder = Path.Combine(_directory, "kept/run/libvirt");
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.pid", SearchOption.AllDirectories).Select(TryOpen).OfType<PidFd>()
            : [];
    }

    private static PidFd? TryOpen(string note)
    {
        try
        {
            return PidFd.Open(int.Parse(File.ReadAllText(note), CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            // Ended already.
            return null;
        }
    }

    private Process StartShell()
    {
        var start = new ProcessStartInfo(Virsh) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-q", "-c", Uri })
        {
            start.ArgumentList.Add(argument);
        }
        var shell = Process.Start(start)!;
        shell.BeginErrorReadLine();
        return shell;
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
