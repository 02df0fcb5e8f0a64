using Pando.Api.Client;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Tests.Scripted;

namespace Pando.Api.Tests.Client;

public sealed class HttpsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private ScriptedPandod _pandod = null!;

    public async ValueTask InitializeAsync() => _pandod = await ScriptedPandod.StartAsync(_folder["s"], _authority);

    public async ValueTask DisposeAsync()
    {
        await _pandod.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    private PandoClient Client(PandoAddress? address = null, string? caFile = null) =>
        new(new PandoClientOptions { Address = address ?? _pandod.HttpsAddress, CaFile = caFile, Token = "t0ken" });

    [Fact]
    public async Task A_server_of_a_trusted_authority_is_asked_with_the_token()
    {
        _pandod.On<IReadOnlyList<MachineSummary>>("GET", "/api/v1/machines", [Samples.Summary("web1")]);
        using var client = Client(caFile: _authority.WritePem(_folder["ca.pem"]));
        Assert.Equal("web1", Assert.Single(await client.ListMachinesAsync()).Name);
        Assert.Equal("Bearer t0ken", Assert.Single(_pandod.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task A_server_of_an_unknown_authority_is_not_asked_at_all()
    {
        using var client = Client();
        Assert.Equal(UnreachableReason.Untrusted, (await Assert.ThrowsAsync<PandoUnreachableException>(() => client.GetHostAsync())).Reason);
        Assert.Empty(_pandod.Requests);
    }

    [Fact]
    public async Task A_problem_comes_over_https_too()
    {
        _pandod.Refuse("GET", "/api/v1/machines/web9", Samples.NotFound("web9"));
        using var client = Client(caFile: _authority.WritePem(_folder["ca.pem"]));
        Assert.Equal("domain.not-found", (await Assert.ThrowsAsync<PandoProblemException>(() => client.GetMachineAsync("web9"))).Problem.Code);
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_and_a_name_that_nobody_has()
    {
        using var refused = Client(PandoAddress.Parse("https://localhost:1"));
        using var nameless = Client(PandoAddress.Parse("https://pando.invalid"));
        Assert.Equal(UnreachableReason.Refused, (await Assert.ThrowsAsync<PandoUnreachableException>(() => refused.GetHostAsync())).Reason);
        Assert.Equal(UnreachableReason.UnknownHost, (await Assert.ThrowsAsync<PandoUnreachableException>(() => nameless.GetHostAsync())).Reason);
    }
}
