using System.Globalization;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Devices;

/// <summary>Memory that a server shares out, with bells: a guest and another peer write to it and ring.</summary>
[Trait("Speed", "Slow")]
public sealed class SharedMemoryBellTests : IAsyncLifetime
{
    private const int Size = 1 << 20;
    private const string Device = "d=$(grep -l 0x1110 /sys/bus/pci/devices/*/device); d=${d%/device}; echo 1 >$d/enable; r=$(sed -n 1p $d/resource | cut -d' ' -f1); a=$(sed -n 3p $d/resource | cut -d' ' -f1)";

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_guest_and_another_peer_share_memory_and_ring()
    {
        var path = Path.Combine(_pando.Root, "lib", "bells.sock");
        using var server = new ScriptedMemoryServer(path, Size);
        var serving = server.ServeAsync(Ct);
        var guest = await TinyGuest.BuildAsync(["virtio_pci"], [], init: null, Path.Combine(_pando.Root, "bells.cpio"), Ct);
        await _pando.Client.DefineAsync(
            Machines.Tiny("one", guest, $"<shmem name='bells'><model type='ivshmem-doorbell'/><server path='{path}'/><msi vectors='2' ioeventfd='on'/></shmem>"), Ct);
        await _pando.Client.StartAsync("one", paused: true, Ct);
        await serving;
        using var console = await GuestConsole.OpenAsync(_pando, "one");
        await _pando.Client.ResumeAsync("one", Ct);
        await console.UntilAsync(TinyGuest.Ready);

        await server.WriteAsync(8, 0x12345678, Ct);
        await console.WaitsAsync("true", $"{Device}; devmem $(printf 0x%x $((a + 8))) 32", "0x12345678");
        await console.WaitsAsync("true", $"{Device}; devmem $a 32 0x6f646e61; devmem $a 32", "0x6F646E61");
        Assert.Equal(0x6f646e61u, await server.ReadAsync(0, Ct));
        // Its own number is one register, the bell of another's vector the next.
        await console.WaitsAsync("true", $"{Device}; devmem $(printf 0x%x $((r + 8))) 32", string.Create(CultureInfo.InvariantCulture, $"0x{ScriptedMemoryServer.Guest:X8}"));
        var ring = (ScriptedMemoryServer.Peer << 16) | 1;
        await console.WaitsAsync("true", string.Create(CultureInfo.InvariantCulture, $"{Device}; devmem $(printf 0x%x $((r + 12))) 32 {ring}; echo rang"), "rang");
        await server.RungAsync(1, Ct).WaitAsync(Instance.Limit, Ct);

        await _pando.Client.DestroyAsync("one", cancellationToken: Ct);
    }
}
