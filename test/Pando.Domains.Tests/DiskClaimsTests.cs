using Pando.Domains.Disks;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tests;

public class DiskClaimsTests
{
    private readonly DiskClaims _claims = new();
    private readonly DomainId _one = DomainId.New();
    private readonly DomainId _two = DomainId.New();

    [Theory]
    [InlineData(FileUse.Read, FileUse.Read, true)]
    [InlineData(FileUse.SharedWrite, FileUse.SharedWrite, true)]
    [InlineData(FileUse.Write, FileUse.Write, false)]
    [InlineData(FileUse.Write, FileUse.Read, false)]
    [InlineData(FileUse.Read, FileUse.Write, false)]
    [InlineData(FileUse.SharedWrite, FileUse.Write, false)]
    [InlineData(FileUse.SharedWrite, FileUse.Read, false)]
    public void Two_machines_share_a_file_only_when_both_may(FileUse first, FileUse second, bool shared)
    {
        _claims.Take(_one, "one", [new HeldFile("/a", 1, 7, first)]);
        // Another name of the same file.
        var second_ = () => _claims.Take(_two, "two", [new HeldFile("/b", 1, 7, second)]);
        if (shared)
        {
            second_();
        }
        else
        {
            var refusal = Assert.Throws<CallerException>(second_);
            Assert.Equal("domain.disk-in-use", refusal.Code.Name);
            Assert.Contains(("holder", "one"), refusal.Facts.Select(fact => (fact.Name, fact.Value)));
        }
    }

    [Fact]
    public void A_file_is_free_once_it_is_released()
    {
        _claims.Take(_one, "one", [new HeldFile("/a", 1, 7, FileUse.Write)]);
        _claims.Release(_one);
        _claims.Take(_two, "two", [new HeldFile("/a", 1, 7, FileUse.Write)]);
    }

    [Fact]
    public void A_claim_that_is_refused_takes_nothing()
    {
        _claims.Take(_one, "one", [new HeldFile("/a", 1, 7, FileUse.Write)]);
        Assert.Throws<CallerException>(() => _claims.Take(_two, "two", [new HeldFile("/c", 1, 8, FileUse.Write), new HeldFile("/a", 1, 7, FileUse.Write)]));
        _claims.Take(DomainId.New(), "three", [new HeldFile("/c", 1, 8, FileUse.Write)]);
    }
}
