namespace Pando.Model.Tests.Xml;

/// <summary>Processors that contradict themselves, as libvirt refuses them.</summary>
public class BadProcessorTests
{
    private const string Cells = "<cell id='0' cpus='0-1' memory='1024'/><cell id='1' memory='1024'/>";

    [Theory]
    [InlineData("<vcpu cpuset=''>4</vcpu>", "bad-value", "vcpu/@cpuset")]
    [InlineData("<vcpu cpuset='0-99999'>4</vcpu>", "bad-value", "vcpu/@cpuset")]
    [InlineData("<vcpu cpuset='1,^1'>4</vcpu>", "bad-value", "vcpu/@cpuset")]
    [InlineData("<vcpu placement='here'>4</vcpu>", "bad-value", "vcpu/@placement")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='5' enabled='yes'/></vcpus>", "bad-value", "vcpus/vcpu/@id")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='0'/></vcpus>", "missing", "vcpus/vcpu/@enabled")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='no'/></vcpus>", "bad-value", "vcpus")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='yes'/></vcpus>", "bad-value", "vcpus")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes'/><vcpu id='0' enabled='yes'/></vcpus>", "duplicate", "vcpus/vcpu[2]")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes'/><vcpu id='1' enabled='no' hotpluggable='no'/></vcpus>", "bad-value", "vcpus/vcpu[2]/@hotpluggable")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes' order='1'/><vcpu id='1' enabled='yes'/></vcpus>", "missing", "vcpus/vcpu/@order")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes' order='1'/><vcpu id='1' enabled='yes' order='1'/></vcpus>", "duplicate", "vcpus/vcpu[2]")]
    [InlineData("<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes' order='2'/><vcpu id='1' enabled='yes' order='1'/></vcpus>", "bad-value", "vcpus")]
    [InlineData("<vcpu>3</vcpu><vcpus><vcpu id='0' enabled='yes'/><vcpu id='1' enabled='yes' hotpluggable='yes'/><vcpu id='2' enabled='yes'/></vcpus>", "bad-value", "vcpus")]
    [InlineData("<iothreads>-1</iothreads>", "bad-value", "iothreads")]
    [InlineData("<iothreadids><iothread id='0'/></iothreadids>", "bad-value", "iothreadids/iothread/@id")]
    [InlineData("<iothreadids><iothread id='1'/><iothread id='1'/></iothreadids>", "duplicate", "iothreadids/iothread[2]")]
    [InlineData("<iothreadids><iothread id='1' thread_pool_max='-1'/></iothreadids>", "bad-value", "iothreadids/iothread/@thread_pool_max")]
    [InlineData("<iothreadids><iothread id='1' thread_pool_min='5' thread_pool_max='4'/></iothreadids>", "bad-value", "iothreadids/iothread/@thread_pool_min")]
    [InlineData("<defaultiothread thread_pool_min='5' thread_pool_max='4'/>", "bad-value", "defaultiothread/@thread_pool_min")]
    [InlineData("<cpu mode='host-passthrough'><cache level='2' mode='emulate'/></cpu>", "bad-value", "cpu/cache/@level")]
    [InlineData("<cpu mode='host-passthrough'><cache mode='emulate'/></cpu>", "bad-value", "cpu/cache")]
    [InlineData("<cpu mode='host-passthrough'><cache level='3' mode='passthrough'/></cpu>", "bad-value", "cpu/cache/@level")]
    [InlineData("<cpu mode='host-model'><cache mode='passthrough'/></cpu>", "bad-value", "cpu/cache/@mode")]
    [InlineData("<cpu mode='host-passthrough'><maxphysaddr mode='emulate'/></cpu>", "missing", "cpu/maxphysaddr/@bits")]
    [InlineData("<cpu mode='host-passthrough'><maxphysaddr mode='passthrough' bits='42'/></cpu>", "conflict", "cpu/maxphysaddr")]
    [InlineData("<cpu mode='host-passthrough'><maxphysaddr mode='emulate' bits='99'/></cpu>", "bad-value", "cpu/maxphysaddr/@bits")]
    [InlineData("<cpu mode='host-model' migratable='off'/>", "bad-value", "cpu/@migratable")]
    [InlineData("<cpu><model vendor_id='abc'>qemu64</model></cpu>", "bad-value", "cpu/model/@vendor_id")]
    [InlineData("<cpu><model vendor_id='abcde,ghijkl'>qemu64</model></cpu>", "bad-value", "cpu/model/@vendor_id")]
    [InlineData("<cpu mode='host-model'><vendor>Intel</vendor></cpu>", "conflict", "cpu/vendor")]
    [InlineData("<cpu><feature name='vmx'/></cpu>", "missing", "cpu/model")]
    [InlineData("<cpu><model>qemu64</model><feature name='vmx'/><feature name='vmx'/></cpu>", "duplicate", "cpu/feature[2]")]
    public void A_processor_that_cannot_be_is_refused(string element, string code, string path) => FaultyDefinition.Refused(element, code, path);

    [Theory]
    [InlineData("", "<disk type='file'><driver name='qemu' type='raw' iothread='1'/><source file='/a'/><target dev='vda'/></disk>", "devices/disk/driver/@iothread")]
    [InlineData("<iothreads>2</iothreads>", "<disk type='file'><driver name='qemu' type='raw' iothread='3'/><source file='/a'/><target dev='vda'/></disk>", "devices/disk/driver/@iothread")]
    [InlineData("<iothreadids><iothread id='4'/></iothreadids>", "<controller type='scsi' model='virtio-scsi'><driver iothread='1'/></controller>", "devices/controller/driver/@iothread")]
    public void An_I_O_thread_that_the_machine_does_not_have_is_refused(string threads, string device, string path) =>
        FaultyDefinition.Refused($"{threads}<devices>{device}</devices>", "bad-value", path);

    [Theory]
    [InlineData("<cell id='0' memory='1024'/><cell id='2' memory='1024'/>", "bad-value", "/cell[2]/@id")]
    [InlineData("<cell id='0' memory='1024'/><cell id='0' memory='1024'/>", "duplicate", "/cell[2]")]
    [InlineData("<cell id='0' cpus='0'/>", "missing", "/cell/@memory")]
    [InlineData("<cell id='0' cpus='0-2' memory='1024'/><cell id='1' cpus='2-3' memory='1024'/>", "bad-value", "")]
    [InlineData("<cell id='0' cpus='0-7' memory='1024'/>", "bad-value", "/cell/@cpus")]
    [InlineData("<cell id='0' memory='1024' memAccess='none'/>", "bad-value", "/cell/@memAccess")]
    [InlineData("<cell id='0' memory='1024'><distances><sibling id='0' value='11'/></distances></cell>", "bad-value", "/cell/distances/sibling/@value")]
    [InlineData("<cell id='0' memory='1024'><distances><sibling id='5' value='11'/></distances></cell>", "bad-value", "/cell/distances/sibling/@id")]
    [InlineData("<cell id='0' memory='1024'><distances><sibling id='0' value='10'/><sibling id='0' value='10'/></distances></cell>", "duplicate", "/cell/distances/sibling[2]")]
    [InlineData("<cell id='0' memory='1024'><distances><sibling id='1' value='300'/></distances></cell><cell memory='1024'/>", "bad-value", "/cell[1]/distances/sibling/@value")]
    [InlineData("<cell id='0' memory='1024'><cache level='1' associativity='some' policy='none'/></cell>", "bad-value", "/cell/cache/@associativity")]
    [InlineData(Cells + "<interconnects><latency initiator='1' target='0' type='access' value='5'/></interconnects>", "bad-value", "/interconnects/latency/@initiator")]
    [InlineData(Cells + "<interconnects><latency initiator='0' target='7' type='access' value='5'/></interconnects>", "bad-value", "/interconnects/latency/@target")]
    [InlineData(Cells + "<interconnects><latency initiator='0' target='1' cache='1' type='access' value='5'/></interconnects>", "bad-value", "/interconnects/latency/@cache")]
    [InlineData(Cells + "<interconnects><latency initiator='0' target='1' type='read' value='5'/><latency initiator='0' target='1' type='read' value='6'/></interconnects>", "duplicate", "/interconnects/latency[2]")]
    public void NUMA_nodes_that_do_not_add_up_are_refused(string inside, string code, string path) =>
        FaultyDefinition.Refused($"<cpu><numa>{inside}</numa></cpu>", code, $"cpu/numa{path}");
}
