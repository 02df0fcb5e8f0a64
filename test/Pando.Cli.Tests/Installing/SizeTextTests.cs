using Pando.Cli.Commands;
using Pando.Cli.Failures;

namespace Pando.Cli.Tests.Installing;

public class SizeTextTests
{
    private const long GiB = 1L << 30;

    [Theory]
    [InlineData("20", GiB, 20 * GiB)]
    [InlineData("0.5", GiB, GiB / 2)]
    [InlineData("512M", GiB, 512L << 20)]
    [InlineData("20G", 1, 20 * GiB)]
    [InlineData("20GiB", 1, 20 * GiB)]
    [InlineData("20gb", 1, -1)]
    [InlineData("1.5T", 1, 3L << 39)]
    [InlineData("100B", GiB, 100)]
    [InlineData("4096", 1, 4096)]
    [InlineData("0", 1, -1)]
    [InlineData("-5G", 1, -1)]
    [InlineData("G", 1, -1)]
    [InlineData("", 1, -1)]
    [InlineData("9999999P", 1, -1)]
    [InlineData("1e3", 1, -1)]
    [InlineData("1,5G", 1, -1)]
    public void Sizes_have_qemus_units(string text, long unit, long bytes)
    {
        if (bytes < 0)
        {
            Assert.Equal(2, Assert.Throws<CliException>(() => SizeText.Bytes("--size", text, unit)).ExitCode);
        }
        else
        {
            Assert.Equal(bytes, SizeText.Bytes("--size", text, unit));
        }
    }
}
