using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Spawn;

public sealed class IdentityMapTests
{
    [Theory]
    [InlineData(new uint[] { 990 }, "990 990 1\n")]
    [InlineData(new uint[] { 991, 108, 109, 27 }, "27 27 1\n108 108 2\n991 991 1\n")]
    [InlineData(new uint[] { 5, 5, 4, 6, 5 }, "4 4 3\n")]
    [InlineData(new uint[] { 0, 4294967294 }, "0 0 1\n4294967294 4294967294 1\n")]
    [InlineData(new uint[0], "")]
    public void Each_id_is_itself_and_neighbours_share_a_line(uint[] ids, string map) => Assert.Equal(map, IdentityMap.Of(ids));
}
