using System.Diagnostics;
using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>What Debian's virsh shows of a guest: its console, its screen.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshStreamTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private const string Screen = "<graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>";

    private Instance _pando = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _virsh = new Virsh(_pando.Root);
        using var booted = await GuestConsole.BootAsync(_pando.Client, "web1", Machines.Tiny("web1", await TinyGuest.GetAsync(Ct), Screen));
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_screenshot_is_a_picture()
    {
        var file = Path.Combine(_pando.Root, "screen");
        Assert.Equal($"Screenshot saved to {file}, with type of image/png", await _virsh.RunAsync("screenshot", "web1", file));
        Assert.Equal(Png, (await File.ReadAllBytesAsync(file, Ct))[..4]);
        var (status, _, errors) = await _virsh.TryAsync("screenshot", "web1", file, "--screen", "7");
        Assert.Equal(1, status);
        Assert.Contains("error:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_is_typed_into_and_left_and_is_one_clients_alone()
    {
        using var console = _virsh.StartInTerminal("console", "web1");
        // What the guest wrote before shows that virsh is listening: what is typed earlier, its terminal drops.
        await ReadUntilAsync(console.StandardOutput, TinyGuest.Ready);
        await console.StandardInput.WriteAsync("echo $((40+2))-of-them\n");
        await ReadUntilAsync(console.StandardOutput, "42-of-them");
        using var second = _virsh.StartInTerminal("console", "web1");
        await ReadUntilAsync(second.StandardOutput, "Active console session exists for this domain");
        Assert.Equal(1, await StatusAsync(second));

        // virsh's own key for leaving.
        await console.StandardInput.WriteAsync("\u001d");
        Assert.Equal(0, await StatusAsync(console));
        using var third = _virsh.StartInTerminal("console", "web1");
        await ReadUntilAsync(third.StandardOutput, "42-of-them");
        await third.StandardInput.WriteAsync("echo $((40+3))-of-them\n");
        await ReadUntilAsync(third.StandardOutput, "43-of-them");
        await _virsh.RunAsync("destroy", "web1");
        Assert.Equal(0, await StatusAsync(third));
    }

    private static async Task<int> StatusAsync(Process process)
    {
        var rest = process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        await rest;
        return process.ExitCode;
    }

    private static async Task ReadUntilAsync(StreamReader reader, string words)
    {
        var (read, buffer) = (new StringBuilder(), new char[1024]);
        while (!read.ToString().Contains(words, StringComparison.Ordinal))
        {
            var count = await reader.ReadAsync(buffer, Ct).AsTask().WaitAsync(Instance.Limit, Ct);
            Assert.True(count > 0, $"It ended before '{words}': {read}");
            read.Append(buffer, 0, count);
        }
    }
}
