using Pando.Linux.Users;

namespace Pando.Linux.Tests.Users;

public sealed class PasswordHashTests
{
    [Fact]
    public void The_known_answer_of_the_specification_comes_out() => Assert.Equal(
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        PasswordHash.Hash("Hello world!", "$6$saltstring"));

    [Fact]
    public void Each_hash_has_a_salt_of_its_own_and_holds_nothing_of_the_password()
    {
        var hashes = Enumerable.Range(0, 20).Select(static _ => PasswordHash.Sha512("mật khẩu")).ToList();
        Assert.Equal(20, hashes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(hashes, static hash => Assert.Matches(@"^\$6\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}$", hash));
    }

    [Fact]
    public void What_cannot_be_hashed_is_refused()
    {
        Assert.ThrowsAny<ArgumentException>(static () => PasswordHash.Sha512(""));
        Assert.ThrowsAny<ArgumentException>(static () => PasswordHash.Sha512("a\0b"));
        Assert.ThrowsAny<ArgumentException>(static () => PasswordHash.Sha512(new string('x', 10000)));
    }
}
