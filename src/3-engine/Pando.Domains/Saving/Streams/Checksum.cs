using System.Buffers.Binary;
using System.Numerics;

namespace Pando.Domains.Saving.Streams;

/// <summary>CRC-32C (RFC 3720, appendix B.4) of a stream as it passes by: the processor has an instruction for it.</summary>
internal sealed class Checksum
{
    private uint _register = uint.MaxValue;

    /// <summary>Of all that was added.</summary>
    public uint Value => ~_register;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var register = _register;
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
}
