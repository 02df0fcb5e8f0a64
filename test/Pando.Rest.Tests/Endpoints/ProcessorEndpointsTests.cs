using System.Xml.Linq;
using Pando.Api.Host;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Capabilities;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Xml;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public sealed class ProcessorEndpointsTests : IAsyncLifetime
{
    private RestFixture _rest = null!;

    public async ValueTask InitializeAsync() => _rest = await RestFixture.StartAsync();

    public ValueTask DisposeAsync() => _rest.DisposeAsync();

    [Fact]
    public async Task Models_say_whether_the_host_can_give_them()
    {
        var models = await RestFixture.ReadAsync<IReadOnlyList<CpuModelFacts>>(await _rest.SendAsync(HttpMethod.Get, ApiRoutes.CpuModels), 200);

        Assert.Equal(
            [("EPYC", false, "sha-ni", "EPYC-v1"), ("qemu64", true, null, null)],
            models.Select(model => (model.Name, model.Usable!.Value, model.Missing?.Single(), model.StandsFor)));
    }

    [Theory]
    [InlineData("", "kvm", "yes")]
    [InlineData("?type=qemu", "qemu", "no")]
    public async Task Capabilities_are_libvirts(string query, string type, string passthrough)
    {
        var response = await _rest.SendAsync(HttpMethod.Get, ApiRoutes.DomainCapabilities + query);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var document = HostileXml.Read(string.Concat(text.Split('\n').Select(line => line.Trim())));

        Assert.Equal((type, "pc-q35-7.2", "288"), (document.Element("domain")!.Value, document.Element("machine")!.Value, document.Element("vcpu")!.Attribute("max")!.Value));
        Assert.Equal(passthrough, Mode("host-passthrough").Attribute("supported")!.Value);
        Assert.Equal(
            """<mode name="host-model" supported="yes"><model fallback="forbid">EPYC</model><vendor>AMD</vendor><feature policy="disable" name="sha-ni" /></mode>""",
            Mode("host-model").ToString(SaveOptions.DisableFormatting));
        Assert.Equal("""<model usable="yes" deprecated="yes" vendor="unknown">qemu64</model>""", Mode("custom").Elements().Last().ToString());

        XElement Mode(string name) => document.Element("cpu")!.Elements("mode").Single(mode => mode.Attribute("name")!.Value == name);
    }

    [Fact]
    public async Task The_host_is_told_as_libvirt_does()
    {
        var response = await _rest.SendAsync(HttpMethod.Get, ApiRoutes.Capabilities);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("application/xml", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<machine canonical='pc-q35-7.2' maxCpus='288'>q35</machine>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processors_are_compared_and_brought_together()
    {
        var compared = await RestFixture.ReadAsync<CpuComparison>(await PostAsync(ApiRoutes.CpuComparison + "?hypervisor=true&type=qemu&validate=true", "<cpu/>"), 200);
        Assert.Equal((Pando.Api.Host.CpuFit.Incompatible, Pando.Api.Host.CpuMisfit.Missing, "svm, avx2"), (compared.Fit, compared.Why!.Value, compared.What));
        Assert.Equal(new CpuQuestion("<cpu/>", new MachineWish(DomainType.Qemu), Strict: true), _rest.Capabilities.Asked);

        var baseline = await PostAsync(ApiRoutes.CpuBaseline + "?features=true&migratable=true", "<cpu/><cpu/>");
        Assert.Contains("<model>both</model>", await baseline.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(new CpuQuestion("<cpu/><cpu/>"), _rest.Capabilities.Asked);
    }

    [Fact]
    public async Task A_host_whose_firmware_tells_nothing_says_so() =>
        Assert.Equal("host.no-information", (await RestFixture.ProblemAsync(await _rest.SendAsync(HttpMethod.Get, ApiRoutes.HostInformation), 501)).Code);

    [Fact]
    public async Task Models_of_another_architecture_are_none() =>
        await RestFixture.ProblemAsync(await _rest.SendAsync(HttpMethod.Get, ApiRoutes.CpuModels + "?architecture=aarch64"), 400);

    [Fact]
    public async Task A_type_that_is_none_is_refused() =>
        await RestFixture.ProblemAsync(await _rest.SendAsync(HttpMethod.Get, ApiRoutes.CpuModels + "?type=xen"), 400);

    [Fact]
    public async Task Single_processors_and_threads_are_asked_for()
    {
        _rest.Domains.Add("web1");
        await RestFixture.ReadAsync<Machine>(await PutAsync(ApiRoutes.Fill(ApiRoutes.VcpuSwitches, "web1") + "?scope=live", """{"vcpus":"2-3","enabled":false}"""), 200);
        await RestFixture.ReadAsync<Machine>(await PutAsync(ApiRoutes.Fill(ApiRoutes.IoThread, "web1", "2"), """{"pollMaxNs":0,"threadPoolMax":8}"""), 200);

        Assert.Equal(
            [
                new SwitchVcpusRequest(NumberSet.Of(2, 3), false, ChangeScope.Live),
                new SetIoThreadRequest(new IoThreadDefinition(2) { ThreadPoolMax = 8, Polling = new IoThreadPolling(0) }, ChangeScope.Current),
            ],
            _rest.Domains.Requests.Select(asked => asked.Request));
    }

    [Theory]
    [InlineData("/vcpus/switches", """{"vcpus":"x","enabled":true}""")]
    [InlineData("/iothreads/2", "{}")]
    [InlineData("/iothreads/2", """{"pollGrow":-1}""")]
    public async Task What_cannot_be_is_refused(string what, string body)
    {
        _rest.Domains.Add("web1");

        await RestFixture.ProblemAsync(await PutAsync(ApiRoutes.Fill(ApiRoutes.Machine, "web1") + what, body), 400);

        Assert.Empty(_rest.Domains.Requests);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body) =>
        _rest.SendAsync(HttpMethod.Post, path, new StringContent(body, System.Text.Encoding.UTF8, "application/xml"));

    private Task<HttpResponseMessage> PutAsync(string path, string body) =>
        _rest.SendAsync(HttpMethod.Put, path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
}
