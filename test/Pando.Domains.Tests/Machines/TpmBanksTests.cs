using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using Pando.Linux.Sockets;
using Pando.Model;

namespace Pando.Domains.Tests.Machines;

/// <summary>The installed swtpm: it is asked itself which banks of registers it keeps.</summary>
[Trait("Speed", "Slow")]
public class TpmBanksTests
{
    private const ushort Sha1 = 0x0004;
    private const ushort Sha256 = 0x000B;
    private const ushort Sha384 = 0x000C;

    [Fact]
    public async Task Those_of_the_definition_are_active_from_the_next_start_on()
    {
        await using var engine = await Engine.OpenAsync();

        Assert.Equal([Sha384], await AfterStartAsync(engine, "<sha384/>"));
        Assert.Equal([Sha1, Sha256], await AfterStartAsync(engine, "<sha1/><sha256/>"));
    }

    private static async Task<IReadOnlyList<ushort>> AfterStartAsync(Engine engine, string banks)
    {
        var xml = Definitions.Empty("one", $"<tpm model='tpm-crb'><backend type='emulator' version='2.0'><active_pcr_banks>{banks}</active_pcr_banks></backend></tpm>")
            .Replace("<name>one</name>", "<name>one</name><uuid>5c6bb2a1-28d4-4d0e-8e83-04c2d5f5b9a8</uuid>", StringComparison.Ordinal);
        var view = await engine.Domains.DefineAsync(xml, null, Caller.Daemon);
        await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        return await ActiveAsync(engine.Paths.TpmState(view.Id), engine.Root);
    }

    /// <summary>TPM2_GetCapability of TPM_CAP_PCRS (TPM 2.0 Library, part 3, 30.2): a bank without a register is not active.</summary>
    private static async Task<IReadOnlyList<ushort>> ActiveAsync(string state, string folder)
    {
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        using var program = Process.Start(
            "swtpm",
            [
                "socket", "--tpm2", "--tpmstate", $"backend-uri=file://{state}", "--server", $"type=unixio,path={path}.tpm", "--flags", "not-need-init,startup-clear",
                "--ctrl", $"type=unixio,path={path}.ctrl",
            ]);
        try
        {
            using var socket = await ConnectAsync(path + ".tpm");
            await socket.SendAsync(Convert.FromHexString("8001000000160000017A000000050000000000000001"));
            var answer = new byte[1024];
            await socket.ReceiveAsync(answer).WaitAsync(Engine.Limit);
            const int count = 15;
            const int selection = 6;
            return
            [
                .. Enumerable.Range(0, (int)BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(count)))
                    .Select(place => answer.AsMemory(count + 4 + (place * selection), selection))
                    .Where(bank => bank.Span[3..].ContainsAnyExcept((byte)0))
                    .Select(bank => BinaryPrimitives.ReadUInt16BigEndian(bank.Span)),
            ];
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync();
        }
    }

    private static async Task<Socket> ConnectAsync(string path)
    {
        using var limit = new CancellationTokenSource(Engine.Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!File.Exists(path))
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
        return await UnixConnect.ConnectAsync(path, Engine.Limit);
    }
}
