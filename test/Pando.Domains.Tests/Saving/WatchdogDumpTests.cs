using System.Buffers.Binary;
using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Domains.Tests.Saving;

/// <summary>A guest of a few bytes that sets its watchdog off.</summary>
[Trait("Speed", "Slow")]
public class WatchdogDumpTests
{
    [Fact]
    public async Task A_guest_that_hangs_is_dumped_and_runs_on()
    {
        await using var engine = await Engine.OpenAsync();
        var kernel = Path.Combine(engine.Root, "kernel");
        await File.WriteAllBytesAsync(kernel, Kernel(), TestContext.Current.CancellationToken);
        var xml = Definitions.Empty("one", "<watchdog model='ib700' action='dump'/>", $"<kernel>{kernel}</kernel>");
        var view = await engine.Domains.DefineAsync(xml, null, Caller.Daemon);

        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Dumps(engine) is [] || engine.Domains.Get("one").State is not { Phase: DomainPhase.Running })
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
        using var file = File.OpenHandle(Assert.Single(Dumps(engine)));
        var magic = new byte[4];
        Assert.Equal(4, RandomAccess.Read(file, magic, 0));
        Assert.Equal("\u007fELF"u8.ToArray(), magic);
    }

    private static string[] Dumps(Engine engine) => Directory.Exists(engine.Paths.Dumps) ? Directory.GetFiles(engine.Paths.Dumps, "one-*.core") : [];

    /// <summary>A kernel by the Multiboot specification 0.6.96, with the addresses in its header (flag 16).</summary>
    private static byte[] Kernel()
    {
        const uint magic = 0x1BADB002, hasAddresses = 1 << 16, address = 0x100000;
        uint[] header = [magic, hasAddresses, unchecked(0 - magic - hasAddresses), address, address, 0, 0, address + 32];
        var bytes = new byte[32];
        for (var index = 0; index < header.Length; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)), header[index]);
        }
        return
        [
            .. bytes,
            0x66, 0xBA, 0x43, 0x04, 0xB0, 0x0F, 0xEE,   // out 0x443, 15: the watchdog's shortest time
            0xFA, 0xF4, 0xEB, 0xFD,                     // cli; hlt, again and again
        ];
    }
}
