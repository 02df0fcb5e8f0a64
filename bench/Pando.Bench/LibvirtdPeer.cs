using System.Diagnostics;

namespace Pando.Bench;

/// <summary>Stock libvirtd, started on sockets of its own, driven by virsh.</summary>
internal sealed class LibvirtdPeer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Process _logger;
    private readonly string _directory;
    private Process? _shell;

    private LibvirtdPeer(Process process, Process logger, string directory)
    {
        _process = process;
        _logger = logger;
        _directory = directory;
    }

    public string Uri => $"qemu+unix:///system?socket={_directory}/libvirt-sock";

    /// <summary>Null where it is not installed.</summary>
    public static async Task<LibvirtdPeer?> TryStartAsync()
    {
        if (!File.Exists("/usr/sbin/libvirtd") || !File.Exists("/usr/bin/virsh"))
        {
            return null;
        }
        var directory = Directory.CreateTempSubdirectory("libvirt-bench-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(directory, "libvirtd.conf"),
            $"unix_sock_dir = \"{directory}\"\nauth_unix_rw = \"none\"\nauth_unix_ro = \"none\"\n");
        // What libvirtd has write QEMU's log; a service of its own on an installed host.
        Directory.CreateDirectory("/run/libvirt");
        var logger = Start("/usr/sbin/virtlogd", []);
        // Without /dev/kvm: where it opens and cannot run a guest, libvirt asks QEMU anew at every definition, for tens of seconds.
        var process = Start(
            "/usr/bin/unshare",
            [
                "--mount", "/bin/sh", "-c", "mount --bind /dev/null /dev/kvm; exec \"$@\"", "sh",
                "/usr/sbin/libvirtd", "-f", Path.Combine(directory, "libvirtd.conf"), "-p", Path.Combine(directory, "pid"),
            ]);
        var peer = new LibvirtdPeer(process, logger, directory);
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
        using var process = Start("/usr/bin/virsh", ["-q", "-c", Uri, .. arguments]);
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
        _process.Kill();
        _logger.Kill();
        await _process.WaitForExitAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private Process StartShell()
    {
        var start = new ProcessStartInfo("/usr/bin/virsh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
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
