using Pando.Libvirt.Tests.Described;
using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>
/// A live pandod is sent packets with anything done to them: it answers or closes the connection, in time, takes no memory for it, and
/// others notice nothing. A packet that lies about its length ends its connection, and so each connection's last one alone may. On the
/// socket for reading, so that a lucky packet changes nothing. PANDO_FUZZ=1000000 sends more, PANDO_SEED=… others.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class WireFuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Quick = 20_000;
    private const int PacketsOfOne = 50;
    private const int AtOnce = 4;
    private const long MostGrowth = 300L << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly int First = Number("PANDO_SEED", 20_261_122);
    private static readonly int Packets = Number("PANDO_FUZZ", Quick);
    private static readonly uint[] Odd = [0, 1, 2, 3, 27, 28, 29, 0xff, 65_536, 262_144, 4_194_305, 33_554_432, 33_554_437, 0x7fffffff, 0x80000000, 0xffffffff];

    // Well-formed calls of REMOTE, to begin with.
    private static readonly byte[][] Good =
    [
        Packet(66, []),
        Packet(1, [.. Word(1), .. Text("qemu:///system"), .. Word(1)]),
        Packet(4, []),
        Packet(273, [.. Word(1), .. Word(3)]),
        Packet(23, Text("web1")),
        Packet(14, [.. Text("web1"), .. new byte[16], .. Word(1), .. Word(0)]),
        Packet(344, [.. Word(0), .. Word(0), .. Word(0)]),
        Packet(60, [.. Word(7)]),
        Packet(281, [.. Word(1), .. Word(0)]),
        Packet(211, [.. Text("web1"), .. new byte[16], .. Word(1), .. Word(0), .. Word(0)], type: 3, status: 2),
        Packet(211, [], type: 6, status: 2),
        Packet(1, [], program: 0x6b656570, type: 2),
    ];

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Socket => Path.Combine(_pando.Root, "run", "libvirt", "libvirt-sock-ro");

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        await _pando.Client.DefineAsync(Machines.Empty("web1"), Ct);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task Mutated_packets_cost_their_sender_alone()
    {
        await IsAnsweredAsync(First);
        var (before, answered) = (Resident(), 0L);
        await Parallel.ForEachAsync(Enumerable.Range(First, Math.Max(1, Packets / PacketsOfOne)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct }, async (seed, _) =>
        {
            Interlocked.Add(ref answered, await SendAsync(seed));
            if (seed % AtOnce == 0)
            {
                await IsAnsweredAsync(seed);
            }
        });
        var growth = Resident() - before;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Packets} packets from seed {First}, {answered} answered; resident memory grew by {growth >> 20} MiB"));
        // Of streams and pings only some are answered; all the others are.
        Assert.True(answered > Packets / 2, $"{answered} of {Packets} packets were answered");
        Assert.True(growth < MostGrowth, $"resident memory grew by {growth >> 20} MiB");
        Assert.Contains("web1", await new Virsh(_pando.Root).RunAsync("list", "--all"), StringComparison.Ordinal);
    }

    /// <summary>Whatever it is sent, the server comes to an end with it once its client has said all. How many answers came.</summary>
    private async Task<int> SendAsync(int seed)
    {
        var noise = new Noise((ulong)seed);
        using var socket = await ConnectAsync();
        var reading = DrainAsync(socket);
        try
        {
            // Most say first what they want to be connected to: otherwise that is all that they are told.
            if (noise.Below(4) != 0)
            {
                await socket.SendAsync(Good[1], Ct);
            }
            for (var i = 0; i < PacketsOfOne; i++)
            {
                var packet = Good[noise.Below(Good.Length)];
                var sent = i < PacketsOfOne - 1 ? Framed(packet, noise) : [.. Mutate(packet, noise)];
                await socket.SendAsync(sent, Ct).AsTask().WaitAsync(Limit, Ct);
            }
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has been closed: that is an answer.
        }
        try
        {
            return await reading.WaitAsync(Limit, Ct);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"seed {seed}: the connection is neither answered to its end nor closed");
        }
    }

    /// <summary>A client that does nothing wrong is answered all the while.</summary>
    private async Task IsAnsweredAsync(int seed)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Good[1], Ct);
        await socket.SendAsync(Good[3], Ct);
        var answers = new byte[4096];
        var got = 0;
        while (!Encoding.UTF8.GetString(answers, 0, got).Contains("web1", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(answers.AsMemory(got), Ct).AsTask().WaitAsync(Limit, Ct);
            Assert.True(count > 0, $"about seed {seed}: a client that did nothing wrong was closed");
            got += count;
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), Ct).AsTask().WaitAsync(Limit, Ct);
        return socket;
    }

    /// <summary>Reads to the end, and counts what are packets.</summary>
    private static async Task<int> DrainAsync(Socket socket)
    {
        var (count, got) = (0, new List<byte>());
        var buffer = new byte[65_536];
        try
        {
            while (await socket.ReceiveAsync(buffer, Ct) is > 0 and var read)
            {
                got.AddRange(buffer.AsSpan(0, read));
                while (got.Count >= 4 && BinaryPrimitives.ReadInt32BigEndian(CollectionsMarshal.AsSpan(got)) is var length && length <= got.Count)
                {
                    got.RemoveRange(0, length);
                    count++;
                }
            }
        }
        catch (SocketException)
        {
            // Reset: closed with something unread.
        }
        return count;
    }

    /// <summary>One whose head says truly how long it is and what it is: which procedure it means, and what it says, may be anything.</summary>
    private static byte[] Framed(byte[] packet, Noise noise)
    {
        const int Head = 28;
        var head = packet[..Head];
        // The program, its version, the procedure, the number of the call: now and then another.
        foreach (var word in (int[])[4, 8, 12, 20])
        {
            if (noise.Below(10) == 0)
            {
                Word(noise.Below(2) == 0 ? Odd[noise.Below(Odd.Length)] : (uint)noise.Below(460)).CopyTo(head, word);
            }
        }
        var payload = packet.Length > Head ? Mutate(packet[Head..], noise) : [];
        Word((uint)(Head + payload.Count)).CopyTo(head, 0);
        return [.. head, .. payload];
    }

    private static List<byte> Mutate(byte[] packet, Noise noise)
    {
        var bytes = packet.ToList();
        for (var changes = noise.Below(4); changes > 0; changes--)
        {
            var at = noise.Below(bytes.Count);
            switch (noise.Below(5))
            {
                case 0:
                    bytes[at] = (byte)noise.Below(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << noise.Below(8));
                    break;
                case 2 when bytes.Count >= 8:
                    var word = noise.Below(bytes.Count / 4) * 4;
                    bytes.RemoveRange(word, 4);
                    bytes.InsertRange(word, Word(Odd[noise.Below(Odd.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, noise.Bytes(1 + noise.Below(12)));
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at - 1, noise.Below(8)));
                    break;
            }
        }
        return bytes;
    }

    private static byte[] Packet(int procedure, byte[] payload, uint program = 0x20008086, uint type = 0, uint status = 0) =>
        [.. Word((uint)(28 + payload.Length)), .. Word(program), .. Word(1), .. Word((uint)procedure), .. Word(type), .. Word(1), .. Word(status), .. payload];

    private static byte[] Word(uint value)
    {
        var word = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(word, value);
        return word;
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Word((uint)bytes.Length), .. bytes, .. new byte[(4 - (bytes.Length % 4)) % 4]];
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;

    /// <summary>What the daemon has of memory, in bytes.</summary>
    private long Resident()
    {
        var line = File.ReadLines($"/proc/{_pando.DaemonPid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
