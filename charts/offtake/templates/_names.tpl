{{- define "offtake.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- /* The release's name, followed by the chart's unless it says so already. */ -}}
{{- define "offtake.fullname" -}}
{{- $name := include "offtake.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "offtake.selectorLabels" -}}
app.kubernetes.io/name: {{ include "offtake.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "offtake.labels" -}}
{{ include "offtake.selectorLabels" . }}
{{ include "offtake.furtherLabels" (dict "root" . "component" "server") }}
{{- end -}}

{{- /* What pods carry that the Service leads nobody to: workers, and the test of the release. */ -}}
{{- define "offtake.asideSelectorLabels" -}}
app.kubernetes.io/name: {{ printf "%s-%s" (include "offtake.name" .root | trunc 56 | trimSuffix "-") .component }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end -}}

{{- define "offtake.furtherLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: offtake
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{- /* As match expressions: the pods of the service, workers among them. */ -}}
{{- define "offtake.everyPod" -}}
- key: app.kubernetes.io/instance
  operator: In
  values:
    - {{ .Release.Name }}
- key: app.kubernetes.io/name
  operator: In
  values:
    - {{ include "offtake.name" . }}
    - {{ printf "%s-worker" (include "offtake.name" . | trunc 56 | trimSuffix "-") }}
{{- end -}}

{{- /* Whether what needs an operator is wanted: as said, or where the cluster knows it. */ -}}
{{- define "offtake.wanted" -}}
{{- if or (eq (toString .enabled) "true") (and (eq (toString .enabled) "auto") (.root.Capabilities.APIVersions.Has .api)) -}}
yes
{{- end -}}
{{- end -}}

{{- define "offtake.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "offtake.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "offtake.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- /* YAML 1.1 reads a bare `on` as true: both spellings mean the same. */ -}}
{{- define "offtake.starter" -}}
{{- if kindIs "bool" .Values.offtake.starter -}}
{{- ternary "on" "off" .Values.offtake.starter -}}
{{- else -}}
{{- .Values.offtake.starter -}}
{{- end -}}
{{- end -}}

{{- /* A bare `off`, likewise. */ -}}
{{- define "offtake.mailTls" -}}
{{- ternary "off" .Values.telling.mail.tls (kindIs "bool" .Values.telling.mail.tls) -}}
{{- end -}}

{{- /* The names that requests are addressed to in the cluster and through the Ingress: any other is refused. */ -}}
{{- define "offtake.hosts" -}}
{{- $service := include "offtake.fullname" . -}}
{{- $namespace := .Release.Namespace -}}
{{- $hosts := list $service (printf "%s.%s" $service $namespace) (printf "%s.%s.svc" $service $namespace) (printf "%s.%s.svc.cluster.local" $service $namespace) -}}
{{- if .Values.ingress.enabled -}}
{{- range .Values.ingress.hosts -}}
{{- if and .host (not (contains "*" .host)) -}}
{{- $hosts = append $hosts .host -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if .Values.gateway.enabled -}}
{{- range .Values.gateway.hostnames -}}
{{- if not (contains "*" .) -}}
{{- $hosts = append $hosts . -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- join "," (concat $hosts .Values.offtake.hosts | uniq) -}}
{{- end -}}

{{- define "offtake.probe" -}}
{{- $probe := .probe -}}
httpGet:
  path: {{ .path }}
  port: management
periodSeconds: {{ $probe.periodSeconds }}
timeoutSeconds: {{ $probe.timeoutSeconds }}
failureThreshold: {{ $probe.failureThreshold }}
{{- end -}}
