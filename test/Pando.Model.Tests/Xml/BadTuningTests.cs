using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

/// <summary>Memory, tuning and labels that contradict themselves, as libvirt refuses them.</summary>
public class BadTuningTests
{
    private const string Numa = "<cpu><numa><cell id='0' cpus='0-1' memory='1024'/><cell id='1' cpus='2-3' memory='1024'/></numa></cpu>";

    [Theory]
    [InlineData("<maxMemory unit='GiB'>2</maxMemory>", "missing", "maxMemory/@slots")]
    [InlineData("<maxMemory slots='0' unit='GiB'>2</maxMemory>", "bad-value", "maxMemory/@slots")]
    [InlineData("<maxMemory slots='4' unit='MiB'>256</maxMemory>", "bad-value", "maxMemory")]
    [InlineData("<memoryBacking><source type='disk'/></memoryBacking>", "bad-value", "memoryBacking/source/@type")]
    [InlineData("<memoryBacking><access/></memoryBacking>", "missing", "memoryBacking/access/@mode")]
    [InlineData("<memoryBacking><allocation threads='0'/></memoryBacking>", "bad-value", "memoryBacking/allocation/@threads")]
    [InlineData("<memoryBacking><hugepages/><source type='anonymous'/></memoryBacking>", "conflict", "memoryBacking/source")]
    [InlineData("<memoryBacking><hugepages/><allocation mode='ondemand'/></memoryBacking>", "conflict", "memoryBacking/allocation")]
    [InlineData("<memoryBacking><hugepages><page size='0'/></hugepages></memoryBacking>", "bad-value", "memoryBacking/hugepages/page/@size")]
    [InlineData("<memoryBacking><hugepages><page size='2048'/><page size='1' unit='G'/></hugepages></memoryBacking>", "conflict", "memoryBacking/hugepages/page[2]")]
    [InlineData("<memoryBacking><hugepages><page size='2048' nodeset='5'/></hugepages></memoryBacking>", "bad-value", "memoryBacking/hugepages/page/@nodeset")]
    [InlineData(Numa + "<memoryBacking><hugepages><page size='2048' nodeset='0-1'/><page size='4096' nodeset='1'/></hugepages></memoryBacking>", "conflict", "memoryBacking/hugepages/page[2]")]
    [InlineData("<memtune><hard_limit>-1</hard_limit></memtune>", "bad-value", "memtune/hard_limit")]
    [InlineData("<memtune><min_guarantee>1</min_guarantee></memtune>", "unsupported", "memtune/min_guarantee")]
    [InlineData("<numatune><memory mode='strict'/></numatune>", "missing", "numatune/memory/@nodeset")]
    [InlineData("<numatune><memnode cellid='0' nodeset='0'/></numatune>", "bad-value", "numatune/memnode/@cellid")]
    [InlineData(Numa + "<numatune><memnode cellid='0' nodeset='0'/><memnode cellid='0' nodeset='0'/></numatune>", "duplicate", "numatune/memnode[2]")]
    [InlineData(Numa + "<numatune><memory placement='auto'/><memnode cellid='0' nodeset='0'/></numatune>", "conflict", "numatune/memnode")]
    [InlineData(Numa + "<numatune><memory mode='restrictive' nodeset='0'/><memnode cellid='0' nodeset='0'/></numatune>", "bad-value", "numatune")]
    public void Memory_that_cannot_be_is_refused(string element, string code, string path) => FaultyDefinition.Refused(element, code, path);

    [Theory]
    [InlineData("<shares>1</shares>", "bad-value", "/shares")]
    [InlineData("<shares>262145</shares>", "bad-value", "/shares")]
    [InlineData("<period>10</period>", "bad-value", "/period")]
    [InlineData("<emulator_period>1000001</emulator_period>", "bad-value", "/emulator_period")]
    [InlineData("<iothread_quota>10</iothread_quota>", "bad-value", "/iothread_quota")]
    [InlineData("<vcpupin vcpu='0'/>", "missing", "/vcpupin/@cpuset")]
    [InlineData("<vcpupin vcpu='4' cpuset='0'/>", "bad-value", "/vcpupin/@vcpu")]
    [InlineData("<vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='0' cpuset='1'/>", "duplicate", "/vcpupin[2]")]
    [InlineData("<emulatorpin/>", "missing", "/emulatorpin/@cpuset")]
    [InlineData("<iothreadpin iothread='1' cpuset='0'/>", "bad-value", "/iothreadpin/@iothread")]
    [InlineData("<vcpusched scheduler='batch'/>", "missing", "/vcpusched/@vcpus")]
    [InlineData("<vcpusched vcpus='0' scheduler='fifo'/>", "missing", "/vcpusched/@priority")]
    [InlineData("<vcpusched vcpus='0' scheduler='fifo' priority='100'/>", "bad-value", "/vcpusched/@priority")]
    [InlineData("<vcpusched vcpus='0' scheduler='other'/>", "bad-value", "/vcpusched/@scheduler")]
    [InlineData("<vcpusched vcpus='0-1' scheduler='idle'/><vcpusched vcpus='1' scheduler='batch'/>", "duplicate", "/vcpusched[2]")]
    [InlineData("<vcpusched vcpus='9' scheduler='idle'/>", "bad-value", "/vcpusched/@vcpus")]
    [InlineData("<iothreadsched iothreads='3' scheduler='idle'/>", "bad-value", "/iothreadsched/@iothreads")]
    [InlineData("<cachetune vcpus='0'><cache id='0' level='3' type='code' size='3072'/></cachetune>", "conflict", "/cachetune")]
    public void Tuning_of_processors_that_cannot_be_is_refused(string inside, string code, string path) =>
        FaultyDefinition.Refused($"<cputune>{inside}</cputune>", code, $"cputune{path}");

    [Theory]
    [InlineData("0-1", true)]
    [InlineData("2", true)]
    [InlineData("1-2", false)]
    public void A_processor_is_in_one_group_of_caches_and_bandwidth(string vcpus, bool taken)
    {
        var xml = FaultyDefinition.With(
            $"<cputune><cachetune vcpus='0-1'><cache id='0' level='3' type='both' size='3072'/></cachetune><memorytune vcpus='{vcpus}'><node id='0' bandwidth='20'/></memorytune></cputune>")
            .Replace("type='qemu'", "type='kvm'", StringComparison.Ordinal);
        var refused = Record.Exception(() => DomainXml.Read(xml));
        Assert.Equal(taken ? null : ErrorCodes.Definition.Conflict, (refused as CallerException)?.Code);
    }

    [Theory]
    [InlineData("<blkiotune><weight>50</weight></blkiotune>", "bad-value", "blkiotune/weight")]
    [InlineData("<blkiotune><device><weight>500</weight></device></blkiotune>", "missing", "blkiotune/device/path")]
    [InlineData("<blkiotune><device><path>/a</path></device><device><path>/a</path></device></blkiotune>", "duplicate", "blkiotune/device[2]")]
    [InlineData("<resource/>", "missing", "resource/partition")]
    [InlineData("<resource><fibrechannel/></resource>", "missing", "resource/fibrechannel/@appid")]
    [InlineData("<seclabel/>", "missing", "seclabel/@model")]
    [InlineData("<seclabel type='dynamic' model='selinux' relabel='no'/>", "bad-value", "seclabel/@relabel")]
    [InlineData("<seclabel type='none' relabel='yes'/>", "bad-value", "seclabel/@relabel")]
    [InlineData("<seclabel type='static' model='dac'/>", "missing", "seclabel/label")]
    [InlineData("<seclabel type='dynamic' model='none'/>", "bad-value", "seclabel/@model")]
    [InlineData("<seclabel model='selinux'/><seclabel model='selinux'/>", "duplicate", "seclabel[2]")]
    public void Resources_and_labels_that_cannot_be_are_refused(string element, string code, string path) => FaultyDefinition.Refused(element, code, path);
}
