using Pando.Api.Routes;

namespace Pando.Api.Tests.Routes;

public class ApiRoutesTests
{
    [Fact]
    public void Filling_a_template_escapes_each_value() =>
        Assert.Equal("/api/v1/machines/a%20b%2Fc%7B%7D/versions/1/diff/2", ApiRoutes.Fill(ApiRoutes.VersionDiff, "a b/c{}", "1", "2"));

    [Fact]
    public void A_template_without_placeholders_stays_as_it_is() =>
        Assert.Equal("/api/v1/machines", ApiRoutes.Fill(ApiRoutes.Machines));

    [Theory]
    [InlineData("\"7\"", true, 7)]
    [InlineData("7", false, 0)]
    [InlineData("W/\"7\"", false, 0)]
    [InlineData("\"-7\"", false, 0)]
    [InlineData("\"", false, 0)]
    [InlineData(null, false, 0)]
    public void A_version_tag_is_read_only_in_its_exact_form(string? tag, bool good, int version)
    {
        Assert.Equal(good, ApiHeaders.TryReadVersionTag(tag, out var read));
        Assert.Equal(version, read);
    }
}
