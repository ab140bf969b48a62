#!/bin/sh
# Starts a Slurm of one machine, this one, to try the jobs on: Debian's slurmctld, slurmd, slurm-client and munge, as root.
# `slurm-here.sh stop` ends it. It keeps its state in /tmp/slurm-here, and writes /etc/slurm/slurm.conf where there is none.
set -e
if [ "$1" = stop ]; then pkill slurmd; pkill slurmctld; exit; fi
host=$(hostname -s)
mkdir -p /tmp/slurm-here/state /tmp/slurm-here/spool /run/munge /etc/slurm
[ -e /etc/slurm/slurm.conf ] || cat >/etc/slurm/slurm.conf <<EOF
ClusterName=here
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
StateSaveLocation=/tmp/slurm-here/state
SlurmdSpoolDir=/tmp/slurm-here/spool
SlurmctldPidFile=/run/slurmctld.pid
SlurmdPidFile=/run/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc)
PartitionName=all Nodes=ALL Default=YES State=UP
EOF
chown munge: /run/munge
pgrep munged >/dev/null || su -s /bin/sh munge -c munged
slurmctld
slurmd
sleep 2
sinfo
