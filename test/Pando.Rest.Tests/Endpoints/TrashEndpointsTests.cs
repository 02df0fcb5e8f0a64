using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Api.Trash;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class TrashEndpointsTests
{
    [Fact]
    public async Task What_was_removed_is_listed_found_by_name_and_restored_under_another()
    {
        await using var rest = await RestWithTrashAsync("web1");
        var list = await RestFixture.ReadAsync<IReadOnlyList<TrashItem>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Trash), 200);
        var item = await RestFixture.ReadAsync<TrashItem>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.TrashItem, "web1")), 200);
        Assert.Equal(list.Single().Id, item.Id);
        Assert.Null(item.ExpiresAt);
        var restored = await rest.SendAsync(
            HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.TrashRestore, item.Id), RestFixture.Json(new RestoreRequest { Name = "web2" }));
        Assert.Equal("web2", (await RestFixture.ReadAsync<Machine>(restored, 200)).Name);
    }

    [Fact]
    public async Task Restoring_needs_no_body()
    {
        await using var rest = await RestWithTrashAsync("web1");
        Assert.Equal("web1", (await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.TrashRestore, "web1")), 200)).Name);
    }

    [Fact]
    public async Task A_name_that_two_have_is_refused_with_their_ids()
    {
        await using var rest = await RestWithTrashAsync("web1", "web1");
        var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.TrashItem, "web1")), 400);
        Assert.All(rest.Domains.Trash, item => Assert.Contains(item.TrashId, problem.Detail, StringComparison.Ordinal));
        Assert.Equal(2, rest.Domains.Trash.Count);
    }

    [Fact]
    public async Task One_thing_or_everything_is_deleted_for_good()
    {
        await using var rest = await RestWithTrashAsync("a", "b", "c");
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.TrashItem, "b"))).StatusCode);
        Assert.Equal(2, rest.Domains.Trash.Count);
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Trash)).StatusCode);
        Assert.Empty(rest.Domains.Trash);
        Assert.Equal("domain.not-in-trash", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.TrashItem, "b")), 404)).Code);
    }

    private static async Task<RestFixture> RestWithTrashAsync(params string[] names)
    {
        var rest = await RestFixture.StartAsync();
        foreach (var name in names)
        {
            rest.Domains.Add(name);
            await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Machine, name));
        }
        return rest;
    }
}
