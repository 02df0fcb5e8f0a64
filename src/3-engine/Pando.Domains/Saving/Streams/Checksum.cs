using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pando.Domains.Saving.Streams;

/// <summary>
/// CRC-32C (RFC 3720, appendix B.4) of a stream as it passes by. The processor has an instruction for it that takes eight
/// bytes, and must wait three cycles for each result: so three pieces are added up side by side, and put together.
/// </summary>
internal sealed class Checksum
{
    private const int PieceBytes = 4096;
    private const int PieceWords = PieceBytes / sizeof(ulong);
    private const int BytesOfRegister = sizeof(uint);
    private const int ValuesOfByte = 256;

    /// <summary>What a register becomes by a piece of zeros, for each value of each of its bytes: the sum is linear.</summary>
    private static readonly uint[] ByZeros = MakeByZeros();

    private uint _register = uint.MaxValue;

    /// <summary>Of all that was added.</summary>
    public uint Value => ~_register;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var register = _register;
        for (; BitConverter.IsLittleEndian && bytes.Length >= 3 * PieceBytes; bytes = bytes[(3 * PieceBytes)..])
        {
            register = Three(register, MemoryMarshal.Cast<byte, ulong>(bytes[..(3 * PieceBytes)]));
        }
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }
        foreach (var one in bytes)
        {
            register = BitOperations.Crc32C(register, one);
        }
        _register = register;
    }

    private static uint Three(uint first, ReadOnlySpan<ulong> words)
    {
        var a = words[..PieceWords];
        var b = words.Slice(PieceWords, PieceWords);
        var c = words.Slice(2 * PieceWords, PieceWords);
        uint second = 0, third = 0;
        for (var at = 0; at < a.Length && at < b.Length && at < c.Length; at++)
        {
            first = BitOperations.Crc32C(first, a[at]);
            second = BitOperations.Crc32C(second, b[at]);
            third = BitOperations.Crc32C(third, c[at]);
        }
        return BehindZeros(BehindZeros(first) ^ second) ^ third;
    }

    private static uint BehindZeros(uint register) =>
        ByZeros[register & 0xff]
        ^ ByZeros[ValuesOfByte + ((register >> 8) & 0xff)]
        ^ ByZeros[(2 * ValuesOfByte) + ((register >> 16) & 0xff)]
        ^ ByZeros[(3 * ValuesOfByte) + (register >> 24)];

    private static uint[] MakeByZeros()
    {
        var table = new uint[BytesOfRegister * ValuesOfByte];
        for (var bit = 0; bit < BytesOfRegister * 8; bit++)
        {
            var register = 1u << bit;
            for (var word = 0; word < PieceWords; word++)
            {
                register = BitOperations.Crc32C(register, 0ul);
            }
            var (place, mask) = (bit / 8 * ValuesOfByte, 1 << (bit % 8));
            for (var value = 0; value < ValuesOfByte; value++)
            {
                table[place + value] ^= (value & mask) == 0 ? 0 : register;
            }
        }
        return table;
    }
}
