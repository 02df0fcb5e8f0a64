using Pando.Api.Machines;
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
    public async Task A_pool_is_defined_built_started_stopped_and_removed()
    {
        await using var rest = await RestFixture.StartAsync();
        var directory = Path.Combine(rest.Paths.Lib, "lab");
        var xml = $"<pool type='dir'><name>lab</name><target><path>{directory}</path></target></pool>";
        var defined = await PoolAsync(HttpMethod.Post, ApiRoutes.Pools, RestFixture.Xml(xml));
        Assert.Equal(("inactive", true, false, 1), (defined.State, defined.Persistent, defined.Autostart, defined.Version));
        Assert.Equal("storage.pool-path-taken", (await RestFixture.ProblemAsync(
            await rest.SendAsync(HttpMethod.Post, ApiRoutes.Pools, RestFixture.Xml(xml.Replace("<name>lab", "<name>other", StringComparison.Ordinal))), 409)).Code);
        Assert.Equal("storage.pool-kind", (await RestFixture.ProblemAsync(
            await rest.SendAsync(HttpMethod.Post, ApiRoutes.Pools, RestFixture.Xml(xml.Replace("'dir'", "'netfs'", StringComparison.Ordinal))), 501)).Code);
        Assert.Equal("storage.path-missing", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, Of(ApiRoutes.PoolStart)), 404)).Code);
        Assert.Equal("storage.pool-not-active", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, Of(ApiRoutes.Volumes)), 409)).Code);
        await PoolAsync(HttpMethod.Put, Of(ApiRoutes.PoolDirectory));
        Assert.True(Directory.Exists(directory));
        Assert.Equal("active", (await PoolAsync(HttpMethod.Post, Of(ApiRoutes.PoolStart))).State);
        Assert.True((await PoolAsync(HttpMethod.Put, Of(ApiRoutes.PoolAutostart), RestFixture.Json(new AutostartRequest { Enabled = true }))).Autostart);
        Assert.Contains("<available unit='bytes'>", await (await rest.SendAsync(HttpMethod.Get, Of(ApiRoutes.PoolXml))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(Path.Combine(directory, "a.raw"), new byte[4096]);
        var volume = ApiRoutes.Fill(ApiRoutes.Volume, "lab", "a.raw");
        Assert.Contains($"<key>{directory}/a.raw</key>", await (await rest.SendAsync(HttpMethod.Get, volume + "/xml")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(4096, (await RestFixture.ReadAsync<Volume>(await rest.SendAsync(HttpMethod.Post, volume + "/wipe"), 200)).CapacityBytes);
        Assert.Equal("storage.pool-active", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, Of(ApiRoutes.Pool)), 409)).Code);
        Assert.Equal("inactive", (await PoolAsync(HttpMethod.Post, Of(ApiRoutes.PoolStop))).State);
        Assert.Equal("storage.pool-not-empty", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, Of(ApiRoutes.PoolDirectory)), 409)).Code);
        File.Delete(Path.Combine(directory, "a.raw"));
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Delete, Of(ApiRoutes.PoolDirectory))).StatusCode);
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Delete, Of(ApiRoutes.Pool))).StatusCode);

        var passing = await PoolAsync(HttpMethod.Post, ApiRoutes.Pools + "?create=transient&build=true", RestFixture.Xml(xml));
        Assert.Equal(("active", false, null), (passing.State, passing.Persistent, passing.Version));
        Assert.Equal(("inactive", false), ((await PoolAsync(HttpMethod.Post, Of(ApiRoutes.PoolStop))) is var gone ? gone.State : "", gone.Persistent));
        Assert.Equal("storage.pool-not-found", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, Of(ApiRoutes.Pool)), 404)).Code);

        static string Of(string route) => ApiRoutes.Fill(route, "lab");

        async Task<Pool> PoolAsync(HttpMethod method, string path, HttpContent? body = null) => await RestFixture.ReadAsync<Pool>(await rest.SendAsync(method, path, body), 200);
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
