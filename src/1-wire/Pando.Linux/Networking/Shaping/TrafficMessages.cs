using System.Buffers.Binary;
using Pando.Linux.Networking.Netlink;

namespace Pando.Linux.Networking;

/// <summary>The forms of traffic control's messages (linux/rtnetlink.h, linux/pkt_sched.h, linux/pkt_cls.h).</summary>
internal static class TrafficMessages
{
    public const ushort Kind = 1;
    public const ushort Options = 2;
    public const int FixedBytes = 20;

    private const ushort HtbParameters = 1;
    private const ushort HtbRate64 = 6;
    private const ushort HtbCeiling64 = 7;
    private const int ParameterBytes = 44;
    private const int BufferAt = 24;
    private const byte Ethernet = 1;
    private const int LeastQuantum = 1514;
    private const int MostQuantum = 60000;
    private const int NanosecondsPerTick = 64;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const ushort U32Selector = 5;
    private const byte Terminal = 1;
    private const int SelectorBytes = 16;
    private const int KeyBytes = 16;

    /// <summary>struct tcmsg.</summary>
    public static byte[] Fixed(int device, uint handle, uint parent, uint info = 0)
    {
        byte[] part = new byte[FixedBytes];
        BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(4), device);
        BinaryPrimitives.WriteUInt32LittleEndian(part.AsSpan(8), handle);
        BinaryPrimitives.WriteUInt32LittleEndian(part.AsSpan(12), parent);
        BinaryPrimitives.WriteUInt32LittleEndian(part.AsSpan(16), info);
        return part;
    }

    /// <summary>struct tc_htb_opt, and the rates that do not fit into it.</summary>
    public static void AddRate(NetlinkRequest options, TrafficRate rate)
    {
        byte[] parameters = new byte[ParameterBytes];
        WriteSpeed(parameters.AsSpan(0), rate.BytesPerSecond);
        WriteSpeed(parameters.AsSpan(12), rate.Ceiling);
        BinaryPrimitives.WriteUInt32LittleEndian(parameters.AsSpan(BufferAt), Ticks(rate.Burst, rate.BytesPerSecond));
        BinaryPrimitives.WriteUInt32LittleEndian(parameters.AsSpan(BufferAt + 4), Ticks(rate.CeilingBurst, rate.Ceiling));
        // How much a class sends when it is its turn: at least a packet.
        BinaryPrimitives.WriteUInt32LittleEndian(parameters.AsSpan(BufferAt + 8), (uint)Math.Clamp(rate.BytesPerSecond / 10, LeastQuantum, MostQuantum));
        options.Add(HtbParameters, parameters);
        Add64(options, HtbRate64, rate.BytesPerSecond);
        Add64(options, HtbCeiling64, rate.Ceiling);
    }

    /// <summary>A class out of the kernel's answer; null where it is none of htb's.</summary>
    public static TrafficClass? ReadClass(byte[] answer)
    {
        var attributes = new NetlinkAttributes(answer.AsSpan(FixedBytes));
        if (attributes.Text(Kind) != "htb" || attributes.Nested(Options) is not { } options || options.Bytes(HtbParameters) is not { Length: >= ParameterBytes } parameters)
        {
            return null;
        }

        long rate = Speed(parameters.AsSpan(0), options.Bytes(HtbRate64));
        uint ticks = BinaryPrimitives.ReadUInt32LittleEndian(parameters.AsSpan(BufferAt));
        uint parent = BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(12));
        return new TrafficClass(
            BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(8)),
            parent == uint.MaxValue ? 0 : (int)(parent & 0xffff),
            rate,
            Speed(parameters.AsSpan(12), options.Bytes(HtbCeiling64)),
            (long)((UInt128)ticks * NanosecondsPerTick * (ulong)rate / NanosecondsPerSecond));
    }

    /// <summary>struct tc_u32_sel: packets of which all these words are there.</summary>
    public static void AddSelector(NetlinkRequest options, params (uint Mask, uint Value, int Offset)[] words)
    {
        byte[] selector = new byte[SelectorBytes + (KeyBytes * words.Length)];
        selector[0] = Terminal;
        selector[2] = (byte)words.Length;
        for (int i = 0; i < words.Length; i++)
        {
            Span<byte> key = selector.AsSpan(SelectorBytes + (KeyBytes * i), KeyBytes);
            BinaryPrimitives.WriteUInt32BigEndian(key, words[i].Mask);
            BinaryPrimitives.WriteUInt32BigEndian(key[4..], words[i].Value);
            BinaryPrimitives.WriteInt32LittleEndian(key[8..], words[i].Offset);
        }

        options.Add(U32Selector, selector);
    }

    /// <summary>The word that a filter looks for at an offset; null where it does not look there.</summary>
    public static uint? ReadWord(NetlinkAttributes options, int offset)
    {
        ReadOnlySpan<byte> selector = options.Bytes(U32Selector);
        for (int at = SelectorBytes; at + KeyBytes <= selector.Length; at += KeyBytes)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(selector[(at + 8)..]) == offset)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(selector[(at + 4)..]);
            }
        }

        return null;
    }

    // A rate of 32 bits is full where the real one is beside it.
    private static void WriteSpeed(Span<byte> place, long rate)
    {
        place[1] = Ethernet;
        BinaryPrimitives.WriteUInt32LittleEndian(place[8..], (uint)Math.Min(rate, uint.MaxValue));
    }

    private static long Speed(ReadOnlySpan<byte> place, byte[]? full) =>
        full is { Length: 8 } ? BinaryPrimitives.ReadInt64LittleEndian(full) : BinaryPrimitives.ReadUInt32LittleEndian(place[8..]);

    private static void Add64(NetlinkRequest options, ushort attribute, long rate)
    {
        if (rate >= uint.MaxValue)
        {
            options.Add(attribute, BitConverter.GetBytes(rate));
        }
    }

    /// <summary>The kernel counts bytes in the time that they take.</summary>
    private static uint Ticks(long bytes, long rate) =>
        (uint)UInt128.Clamp((UInt128)bytes * NanosecondsPerSecond / (ulong)rate / NanosecondsPerTick, 1, uint.MaxValue);
}
