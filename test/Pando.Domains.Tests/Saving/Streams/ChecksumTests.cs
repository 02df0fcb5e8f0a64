using System.Numerics;
using System.Security.Cryptography;
using Pando.Domains.Saving.Streams;

namespace Pando.Domains.Tests.Saving.Streams;

public class ChecksumTests
{
    [Theory]
    [InlineData("", 0x00000000)]
    [InlineData("123456789", 0xe3069283)]
    [InlineData("a", 0xc1d04330)]
    public void It_is_the_checksum_of_RFC_3720(string text, uint expected)
    {
        var checksum = new Checksum();
        checksum.Add(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.Equal(expected, checksum.Value);
    }

    [Theory]
    [InlineData(3 * 4096)]
    [InlineData((3 * 4096) - 1)]
    [InlineData((6 * 4096) + 8191)]
    [InlineData(1 << 20)]
    public void Pieces_side_by_side_add_up_to_the_same_as_byte_after_byte(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var register = uint.MaxValue;
        foreach (var one in bytes)
        {
            register = BitOperations.Crc32C(register, one);
        }
        var (whole, inParts) = (new Checksum(), new Checksum());
        whole.Add(bytes);
        for (var at = 0; at < length; at += 13_331)
        {
            inParts.Add(bytes.AsSpan(at, Math.Min(13_331, length - at)));
        }
        Assert.Equal((~register, ~register), (whole.Value, inParts.Value));
    }
}
