using Pando.Api.Routes;
using Pando.Api.Storage;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class StorageEndpointsTests
{
    [Fact]
    public async Task Pools_say_where_they_are_and_what_is_free()
    {
        await using var rest = await RestFixture.StartAsync();
        var list = await RestFixture.ReadAsync<IReadOnlyList<Pool>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Pools), 200);
        var pool = await RestFixture.ReadAsync<Pool>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Pool, "default")), 200);
        Assert.Equal(list.Single().Path, pool.Path);
        Assert.Equal(("default", "dir", "active", rest.Paths.DefaultPool), (pool.Name, pool.Kind, pool.State, pool.Path));
        Assert.True(pool.AvailableBytes > 0 && pool.AllocationBytes + pool.AvailableBytes == pool.CapacityBytes);
        Assert.Equal("storage.pool-not-found", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Pool, "nas")), 404)).Code);
    }

    [Fact]
    public async Task A_refresh_shows_what_was_put_there_by_hand()
    {
        await using var rest = await RestFixture.StartAsync();
        await File.WriteAllBytesAsync(Path.Combine(rest.Paths.DefaultPool, "a.raw"), new byte[4096]);
        var pool = await RestFixture.ReadAsync<Pool>(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.PoolRefresh, "default")), 200);
        Assert.Equal(1, pool.VolumeCount);
        var volume = await RestFixture.ReadAsync<Volume>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Volume, "default", "a.raw")), 200);
        Assert.Equal(("raw", 4096L, Path.Combine(rest.Paths.DefaultPool, "a.raw")), (volume.Format, volume.CapacityBytes, volume.Path));
        Assert.Empty(volume.UsedBy);
    }

    [Fact]
    public async Task A_volume_says_which_machines_use_it()
    {
        await using var rest = await RestFixture.StartAsync();
        var path = Path.Combine(rest.Paths.DefaultPool, "a.raw");
        await File.WriteAllBytesAsync(path, new byte[4096]);
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(
            $"<domain type='kvm'><name>web1</name><uuid>5f0e2b1a-0000-4000-8000-000000000001</uuid><memory unit='KiB'>524288</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os><devices><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='vda' bus='virtio'/></disk></devices></domain>"));
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.PoolRefresh, "default"));
        var list = await RestFixture.ReadAsync<IReadOnlyList<Volume>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Volumes, "default")), 200);
        Assert.Equal(["web1"], list.Single().UsedBy);
        var refused = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Volume, "default", "a.raw")), 409);
        Assert.Equal(("storage.volume-of-machine", "web1"), (refused.Code, refused.Facts!["users"]));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_volume_is_made_in_a_job_and_deleted()
    {
        await using var rest = await RestFixture.StartAsync();
        var path = ApiRoutes.Fill(ApiRoutes.Volumes, "default");
        var wish = new VolumeRequest { Name = "data.raw", Format = "raw", CapacityBytes = 1024 * 1024 };
        Assert.Equal(1024 * 1024, (await RestFixture.ReadAsync<Volume>(await rest.SendAsync(HttpMethod.Post, path, RestFixture.Json(wish)), 201)).CapacityBytes);
        Assert.Contains(rest.Jobs.Runner.List(), job => job is { Kind: "volume.create", Subject: "data.raw" } && job.Result["volume"].EndsWith("/data.raw", StringComparison.Ordinal));
        Assert.Equal("storage.volume-exists", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, path, RestFixture.Json(wish)), 409)).Code);
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Volume, "default", "data.raw"))).StatusCode);
        Assert.Equal("storage.volume-not-found", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Volume, "default", "data.raw")), 404)).Code);
    }

    [Fact]
    public async Task A_volume_grows_in_a_job_and_never_shrinks()
    {
        await using var rest = await RestFixture.StartAsync();
        var wish = new VolumeRequest { Name = "data.raw", Format = "raw", CapacityBytes = 1024 * 1024 };
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Volumes, "default"), RestFixture.Json(wish));
        var path = ApiRoutes.Fill(ApiRoutes.VolumeResize, "default", "data.raw");
        var larger = RestFixture.Json(new VolumeResizeRequest { CapacityBytes = 2 * 1024 * 1024 });
        Assert.Equal(2 * 1024 * 1024, (await RestFixture.ReadAsync<Volume>(await rest.SendAsync(HttpMethod.Post, path, larger), 200)).CapacityBytes);
        Assert.Contains(rest.Jobs.Runner.List(), job => job is { Kind: "volume.resize", Subject: "data.raw" } && job.Result["capacity"] == "2097152");
        var smaller = RestFixture.Json(new VolumeResizeRequest { CapacityBytes = 512 });
        Assert.Equal("storage.shrink-refused", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, path, smaller), 409)).Code);
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Volume, "default", "data.raw"))).StatusCode);
        Assert.Contains(rest.Jobs.Runner.List(), job => job is { Kind: "volume.delete", Subject: "data.raw" });
    }
}
