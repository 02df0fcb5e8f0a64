using System.Buffers.Binary;
using System.Globalization;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.Libvirt.Tests.Described;

namespace Pando.Libvirt.Tests.Fuzzing;

/// <summary>
/// Messages with anything done to them: each is read or refused, takes memory in proportion to its bytes, and what was read is
/// written so that it is read again as the same. PANDO_FUZZ=10000000 tries more, PANDO_SEED=… others, or one again with PANDO_FUZZ=1.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Quick = 200_000;

    // A list of the smallest things: a reference and an object for every four bytes.
    private const long PerByte = 40;
    private const long PerMessage = 64 << 10;

    private static readonly ulong First = Number("PANDO_SEED", 20_261_122);
    private static readonly ulong Times = Number("PANDO_FUZZ", Quick);

    private static readonly uint[] Odd = [0, 1, 2, 3, 4, 27, 28, 0xff, 16_384, 16_385, 65_536, 262_144, 4_194_304, 4_194_305, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff];

    [Fact]
    public void A_mutated_message_is_read_or_refused()
    {
        var (read, refused) = (0L, 0L);
        for (var i = 0ul; i < Times; i++)
        {
            var seed = First + i;
            var noise = new Noise(seed);
            var message = Message.All[noise.Below(Message.All.Count)];
            var bytes = Mutate(new Example(message.Shape, noise.Next() % 4096).Bytes, noise);
            var before = GC.GetAllocatedBytesForCurrentThread();
            object? value = null;
            try
            {
                value = message.Read(bytes);
                read++;
            }
            catch (XdrException)
            {
                refused++;
            }
            catch (Exception e)
            {
                throw Found(seed, message, bytes, e.ToString());
            }
            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            if (taken > PerMessage + (PerByte * bytes.Length))
            {
                throw Found(seed, message, bytes, $"took {taken} bytes");
            }
            if (value is not null)
            {
                HoldsAgain(seed, message, bytes, value);
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Times} messages from seed {First}: {read} read, {refused} refused"));
        Assert.True(read > 0 || Times < Quick);
        Assert.True(refused > 0 || Times < Quick);
    }

    [Fact]
    public void A_mutated_error_or_header_is_read_or_refused()
    {
        var good = new XdrWriter();
        new PacketHeader(0x20008086, 1, 11, PacketType.Reply, 7, PacketStatus.Error).Write(good);
        new LibvirtError(LibvirtErrorNumber.NoDomain, LibvirtErrorDomain.Qemu, "none") { First = "a", Second = "b" }.Write(good);
        var whole = good.Written.ToArray();
        for (var i = 0ul; i < Times / 10; i++)
        {
            var noise = new Noise(First + i);
            var bytes = Mutate(whole, noise);
            try
            {
                var reader = new XdrReader(bytes);
                PacketHeader.Read(ref reader);
                LibvirtError.Read(ref reader);
                reader.RequireEnd();
            }
            catch (XdrException)
            {
                // Refused.
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {First + i}: {Convert.ToHexString(bytes)}", e);
            }
        }
    }

    /// <summary>What was read says the same when it is written and read once more.</summary>
    private static void HoldsAgain(ulong seed, Message message, byte[] bytes, object value)
    {
        byte[] written;
        try
        {
            written = message.Write(value);
            if (!message.Write(message.Read(written)).AsSpan().SequenceEqual(written))
            {
                throw new InvalidOperationException("It is written otherwise the second time.");
            }
        }
        catch (XdrException e) when (EndsWithoutZero(e))
        {
            // Text in words of their own that fills its room: libvirt has a zero behind each.
        }
        catch (Exception e)
        {
            throw Found(seed, message, bytes, e.ToString());
        }
    }

    private static bool EndsWithoutZero(XdrException e) => e.Message.StartsWith("A length of", StringComparison.Ordinal);

    private static byte[] Mutate(byte[] bytes, Noise noise)
    {
        var mutated = bytes.ToList();
        for (var changes = noise.Below(4); changes >= 0; changes--)
        {
            var word = mutated.Count < 4 ? 0 : noise.Below(mutated.Count / 4) * 4;
            switch (noise.Below(7))
            {
                case 0 when mutated.Count > 0:
                    mutated[noise.Below(mutated.Count)] = unchecked((byte)noise.Next());
                    break;
                case 1 when mutated.Count > 0:
                    mutated[noise.Below(mutated.Count)] ^= (byte)(1 << noise.Below(8));
                    break;
                case 2 when mutated.Count >= 4:
                    var value = new byte[4];
                    BinaryPrimitives.WriteUInt32BigEndian(value, Odd[noise.Below(Odd.Length)]);
                    mutated.RemoveRange(word, 4);
                    mutated.InsertRange(word, value);
                    break;
                case 3 when mutated.Count > 0:
                    var cut = noise.Below(mutated.Count);
                    mutated.RemoveRange(cut, Math.Min(1 + noise.Below(12), mutated.Count - cut));
                    break;
                case 4:
                    mutated.InsertRange(noise.Below(mutated.Count + 1), noise.Bytes(1 + noise.Below(12)));
                    break;
                case 5 when mutated.Count >= 8:
                    mutated.InsertRange(word, mutated.GetRange(word, 4));
                    break;
                default:
                    mutated.RemoveRange(mutated.Count - (mutated.Count / 4), mutated.Count / 4);
                    break;
            }
        }
        return [.. mutated];
    }

    private static InvalidOperationException Found(ulong seed, Message message, byte[] bytes, string what) =>
        new($"{message}, seed {seed} (PANDO_SEED={seed} PANDO_FUZZ=1), {what}: {Convert.ToHexString(bytes)}");

    private static ulong Number(string variable, ulong otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
