using System.Net.Sockets;
using System.Text;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Testing;

namespace Pando.Linux.Tests;

/// <summary>QEMU by hand, with a serial port and a monitor on sockets: what the tests of this project need of a machine.</summary>
internal sealed class TinyMachine : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _seen = new();
    private Socket _serial = null!;
    private Socket _monitor = null!;
    private SpawnedProcess _process = null!;

    public PidFd Process => _process.Handle;

    public static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    public static async Task<TinyMachine> StartAsync(TinyGuestFiles files, string kernelArguments, params string[] more)
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/qemu-system-x86_64") || Environment.GetEnvironmentVariable("CI") is { Length: > 0 },
            "qemu-system-x86 is not installed.");
        var machine = new TinyMachine();
        try
        {
            await machine.StartQemuAsync(files, kernelArguments, more);
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    public async Task TypeAsync(string text) => await _serial.SendAsync(Encoding.UTF8.GetBytes(text), Limit());

    /// <summary>Reads the serial port up to the mark; returns all since the last mark. The mark typed by us is told from its echo by the caller.</summary>
    public async Task<string> ReadUntilAsync(string mark)
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            string text = _seen.ToString();
            int at = text.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0)
            {
                _seen.Remove(0, at + mark.Length);
                return text[..at];
            }

            int count;
            try
            {
                count = await _serial.ReceiveAsync(buffer, Limit());
            }
            catch (OperationCanceledException limit)
            {
                throw new TimeoutException($"\"{mark}\" did not appear in: {text}", limit);
            }

            Assert.True(count > 0, $"QEMU has gone before \"{mark}\": {text}{await File.ReadAllTextAsync(_folder.File("log"))}");
            _seen.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }

    public async Task PressPowerButtonAsync() => await _monitor.SendAsync("system_powerdown\n"u8.ToArray(), Limit());

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Handle.Signal(9);
            _process.Dispose();
        }

        _serial?.Dispose();
        _monitor?.Dispose();
        _folder.Dispose();
    }

    private async Task StartQemuAsync(TinyGuestFiles files, string kernelArguments, string[] more)
    {
        await File.WriteAllBytesAsync(_folder.File("disk"), new byte[1 << 20]);
        using Socket serial = UnixListener.Bind(_folder.File("serial"));
        using Socket monitor = UnixListener.Bind(_folder.File("monitor"));
        using FileStream log = new(_folder.File("log"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        _process = ProcessSpawner.Start(
            new SpawnRequest
            {
                Program = "qemu-system-x86_64",
                Arguments =
                [
                    "-nodefaults", "-no-user-config", "-display", "none", "-M", "q35", "-accel", "tcg", "-cpu", "max", "-m", "512",
                    "-kernel", files.Kernel, "-initrd", files.Initrd, "-append", kernelArguments,
                    "-chardev", "socket,id=serial,fd=3,server=on,wait=off", "-serial", "chardev:serial",
                    "-chardev", "socket,id=monitor,fd=4,server=on,wait=off", "-mon", "chardev=monitor,mode=readline",
                    "-device", "virtio-balloon-pci", "-device", "virtio-rng-pci",
                    "-drive", $"if=virtio,format=raw,file={_folder.File("disk")}",
                    .. more,
                ],
                Output = log.SafeFileHandle,
                Descriptors = [new(serial.SafeHandle, 3), new(monitor.SafeHandle, 4)],
            });
        _serial = await UnixConnect.ConnectAsync(_folder.File("serial"), Tests.Limit.Short);
        _monitor = await UnixConnect.ConnectAsync(_folder.File("monitor"), Tests.Limit.Short);
    }
}
