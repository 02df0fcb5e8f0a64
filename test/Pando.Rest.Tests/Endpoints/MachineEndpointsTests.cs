using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class MachineEndpointsTests
{
    private const string Web1 = "<domain type='kvm'><name>web1</name><uuid>5f0e2b1a-0000-4000-8000-000000000001</uuid><memory unit='KiB'>524288</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>";

    [Fact]
    public async Task The_list_has_every_machine_by_name()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("b", running: true);
        rest.Domains.Add("a");
        var response = await rest.SendAsync(HttpMethod.Get, ApiRoutes.Machines);
        var list = await RestFixture.ReadAsync<IReadOnlyList<MachineSummary>>(response, 200);
        Assert.Equal(["a", "b"], list.Select(line => line.Name));
        Assert.Equal([MachinePhase.ShutOff, MachinePhase.Running], list.Select(line => line.State.Phase));
        Assert.Equal("io-error", list[0].State.Reason);
        Assert.Null(list[0].State.LastKnownAt);
        Assert.NotNull(list[1].State.LastKnownAt);
    }

    [Theory]
    [InlineData("active", "running")]
    [InlineData("inactive", "off")]
    [InlineData("shut-off", "off")]
    [InlineData("running", "running")]
    public async Task The_list_can_be_limited_to_a_state(string state, string expected)
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("off");
        rest.Domains.Add("running", running: true);
        var list = await RestFixture.ReadAsync<IReadOnlyList<MachineSummary>>(
            await rest.SendAsync(HttpMethod.Get, $"{ApiRoutes.Machines}?state={state}"), 200);
        Assert.Equal([expected], list.Select(line => line.Name));
    }

    [Fact]
    public async Task A_state_that_does_not_exist_is_refused_with_the_words_that_do()
    {
        await using var rest = await RestFixture.StartAsync();
        var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Machines + "?state=asleep"), 400);
        Assert.Equal("request.invalid", problem.Code);
        Assert.Contains("shut-off", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_is_found_by_name_and_by_uuid_and_tagged_with_its_version()
    {
        await using var rest = await RestFixture.StartAsync();
        var view = rest.Domains.Add("a b", running: true);
        var byName = await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Machine, "a b"));
        var machine = await RestFixture.ReadAsync<Machine>(byName, 200);
        var byId = await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Machine, view.Id.ToString())), 200);
        Assert.Equal(machine.Id, byId.Id);
        Assert.Equal("\"1\"", byName.Headers.ETag?.Tag);
        Assert.Equal(4711, machine.Pid);
        Assert.Equal("tcg", machine.Accelerator);
        Assert.StartsWith("KVM is not there", machine.AcceleratorNotice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_is_off_has_no_accelerator()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("off", running: false);
        var machine = await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Machine, "off")), 200);
        Assert.Equal((null, null), (machine.Accelerator, machine.AcceleratorNotice));
    }

    [Fact]
    public async Task A_new_definition_answers_201_and_where_the_machine_is_and_a_changed_one_200()
    {
        await using var rest = await RestFixture.StartAsync();
        var first = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(Web1), ("X-Pando-Reason", "l%E1%BA%A7n%20%C4%91%E1%BA%A7u"));
        var machine = await RestFixture.ReadAsync<Machine>(first, 201);
        Assert.Equal(ApiRoutes.Fill(ApiRoutes.Machine, machine.Id), first.Headers.Location?.OriginalString);
        var second = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(Web1));
        Assert.Equal(2, (await RestFixture.ReadAsync<Machine>(second, 200)).Version);
        var version = rest.Domains.Versions.Single().Value[0];
        Assert.Equal("lần đầu", version.Reason);
        Assert.Equal(Environment.UserName, version.By);
    }

    [Fact]
    public async Task A_dry_run_answers_the_xml_and_defines_nothing()
    {
        await using var rest = await RestFixture.StartAsync();
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines + "?dryRun=true", RestFixture.Xml(Web1));
        Assert.Equal("application/xml", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<name>web1</name>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(rest.Domains.Machines);
    }

    [Fact]
    public async Task An_outdated_version_is_refused_with_412()
    {
        await using var rest = await RestFixture.StartAsync();
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(Web1));
        var path = ApiRoutes.Fill(ApiRoutes.MachineXml, "web1");
        var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Put, path, RestFixture.Xml(Web1), ("If-Match", "\"7\"")), 412);
        Assert.Equal("domain.changed-meanwhile", problem.Code);
        Assert.Equal(2, (await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Put, path, RestFixture.Xml(Web1), ("If-Match", "\"1\"")), 200)).Version);
        var removal = await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Machine, "web1"), null, ("If-Match", "\"1\""));
        await RestFixture.ProblemAsync(removal, 412);
        var unreadable = await rest.SendAsync(HttpMethod.Put, path, RestFixture.Xml(Web1), ("If-Match", "W/\"2\""));
        Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(unreadable, 400)).Code);
    }

    [Fact]
    public async Task If_none_match_asks_for_a_new_machine()
    {
        await using var rest = await RestFixture.StartAsync();
        Assert.Equal(201, (int)(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(Web1), ("If-None-Match", "*"))).StatusCode);
        await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(Web1), ("If-None-Match", "*")), 412);
    }

    [Fact]
    public async Task A_definition_put_to_another_machines_path_is_refused()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("db1");
        var problem = await RestFixture.ProblemAsync(
            await rest.SendAsync(HttpMethod.Put, ApiRoutes.Fill(ApiRoutes.MachineXml, "db1"), RestFixture.Xml(Web1)), 400);
        Assert.Equal("request.invalid", problem.Code);
        Assert.Equal(["db1"], rest.Domains.Machines.Keys);
    }

    [Fact]
    public async Task Undefining_answers_what_is_in_the_trash_and_when_it_expires()
    {
        await using var rest = await RestFixture.StartAsync(new RestOptions { TrashRetention = TimeSpan.FromDays(7) });
        var view = rest.Domains.Add("web1");
        var response = await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Machine, "web1") + "?storage=trash");
        var item = await RestFixture.ReadAsync<Pando.Api.Trash.TrashItem>(response, 200);
        Assert.Equal(view.Id.ToString(), item.SubjectId);
        Assert.Equal(4096, item.Bytes);
        Assert.Equal(item.TrashedAt.AddDays(7), item.ExpiresAt);
        Assert.True(Assert.IsType<Pando.Domains.UndefineRequest>(rest.Domains.Requests.Single().Request).RemoveStorage);
    }

    [Fact]
    public async Task Autostart_is_set_and_a_misspelt_member_is_refused()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var path = ApiRoutes.Fill(ApiRoutes.Autostart, "web1");
        Assert.True((await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Put, path, RestFixture.Json(new AutostartRequest { Enabled = true })), 200)).Autostart);
        foreach (var wrong in new[] { "{\"enabeld\":true}", "{\"enabled\":true,\"x\":1}", "{", "null", "[]", "" })
        {
            var answer = await rest.SendAsync(HttpMethod.Put, path, new StringContent(wrong, System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(answer, 400)).Code);
        }
    }
}
