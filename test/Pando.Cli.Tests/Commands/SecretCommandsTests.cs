using Pando.Api.Secrets;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class SecretCommandsTests : CliTest
{
    private const string Value = "/api/v1/secrets/web1/value";

    private static readonly SecretFacts Luks = new() { Id = Guid.Parse("7a1b2c3d-0000-4000-8000-000000000001"), UsageType = "volume", Usage = "/a.img", HasValue = true };

    [Fact]
    public async Task Secrets_are_listed_by_what_they_are()
    {
        Pandod.On<IReadOnlyList<SecretFacts>>("GET", "/api/v1/secrets", [Luks, Luks with { Id = Guid.Parse("7a1b2c3d-0000-4000-8000-000000000002"), UsageType = null, Usage = null, Private = true, HasValue = false }]);
        Assert.Equal(
            "UUID                                  For     Which   Has a value\n"
            + "7a1b2c3d-0000-4000-8000-000000000001  volume  /a.img  yes\n"
            + "7a1b2c3d-0000-4000-8000-000000000002                  no\n",
            (await RunAsync("secret-list")).Out);
        Assert.DoesNotContain("0001 ", (await RunAsync("secret-list", "--private")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("0002 ", (await RunAsync("secret-list", "--no-private", "--no-ephemeral")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("volume", (await RunAsync("secret-list", "--ephemeral")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_is_asked_for_or_comes_from_a_file_and_is_never_told()
    {
        Pandod.On("PUT", Value, context => { context.Response.StatusCode = 204; return Task.CompletedTask; });
        Around.Input = "sesame\nmore";
        var run = await RunAsync("secret-set-value", "web1");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"value\":\"c2VzYW1l\"", Last.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", run.Out + run.Error, StringComparison.Ordinal);

        await RunAsync("secret-set-value", "web1", "--file", Write("base64", "c2VzYW1l\n"));
        Assert.Contains("\"value\":\"c2VzYW1l\"", Last.Text, StringComparison.Ordinal);
        await RunAsync("secret-set-value", "web1", "--file", Write("plain", "sesame"), "--plain");
        Assert.Contains("\"value\":\"c2VzYW1l\"", Last.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("secret-set-value", "web1", "--file", Write("plain", "sesame!"))).ExitCode);
        Assert.Equal(2, (await RunAsync("secret-set-value", "web1", "--file", Write("plain", "x"), "--interactive")).ExitCode);
    }

    [Fact]
    public async Task A_value_is_printed_as_virsh_does()
    {
        Pandod.On("GET", Value, new SecretContent { Value = [0xff, 0x0a] });
        Assert.Equal("/wo=\n", (await RunAsync("secret-get-value", "web1")).Out);
        Assert.Equal(0, (await RunAsync("secret-get-value", "web1", "--plain")).ExitCode);
    }

    [Fact]
    public async Task A_secret_is_defined_shown_and_forgotten()
    {
        Pandod.On("POST", "/api/v1/secrets", Luks);
        Pandod.On("DELETE", "/api/v1/secrets/web1", context => { context.Response.StatusCode = 204; return Task.CompletedTask; });
        Assert.Equal($"Secret {Luks.Id} defined.\n", (await RunAsync("secret-define", Write("a.xml", "<secret/>"))).Out);
        Assert.Equal("Secret 'web1' undefined, its value removed.\n", (await RunAsync("secret-undefine", "web1")).Out);
    }
}
