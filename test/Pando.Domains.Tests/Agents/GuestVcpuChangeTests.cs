using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Agents;

public class GuestVcpuChangeTests
{
    private static readonly GuestVcpu[] Now = [new(0, true, false), new(1, true, true), new(2, false, true), new(3, true, true)];

    [Theory]
    [InlineData(1, "1- 3-")]
    [InlineData(2, "3-")]
    [InlineData(3, "")]
    [InlineData(4, "2+")]
    public void A_number_takes_the_last_away_and_the_first_back(int count, string change) => Assert.Equal(change, Words(GuestVcpuChange.ToCount(Now, count)));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_number_that_cannot_be_is_refused(int count) =>
        Assert.Equal(ErrorCodes.Request.Invalid, Assert.Throws<CallerException>(() => GuestVcpuChange.ToCount(Now, count)).Code);

    [Fact]
    public void Some_are_named_by_their_numbers()
    {
        Assert.Equal("2+ 3-", Words(GuestVcpuChange.Of(Now, [2], [3])));
        Assert.Throws<CallerException>(() => GuestVcpuChange.Of(Now, [2], [2]));
        Assert.Throws<CallerException>(() => GuestVcpuChange.Of(Now, [9], []));
        Assert.Throws<CallerException>(() => GuestVcpuChange.Of(Now, [], [0]));
    }

    private static string Words(IReadOnlyList<GuestVcpu> change) =>
        string.Join(' ', change.OrderBy(vcpu => vcpu.LogicalId).Select(vcpu => $"{vcpu.LogicalId}{(vcpu.Online ? "+" : "-")}"));
}
